// base64url without padding (RFC 4648, section 5), canonical only: one string
// of bytes has exactly one spelling, so a token cannot be varied unnoticed.
#ifndef SERVICES_COMMON_GATE_BASE64URL_H_
#define SERVICES_COMMON_GATE_BASE64URL_H_

#include <optional>
#include <string>

#include "absl/strings/string_view.h"

namespace entente::gate {

std::string Base64UrlEncode(absl::string_view bytes);

// nullopt on padding, white space, foreign characters, an impossible length or
// bits set beyond the last byte.
std::optional<std::string> Base64UrlDecode(absl::string_view text);

}  // namespace entente::gate

#endif  // SERVICES_COMMON_GATE_BASE64URL_H_
