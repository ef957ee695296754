// SHA-256, HMAC and comparison without a clock to read (OpenSSL 3).
#ifndef SERVICES_COMMON_BASE_HASH_H_
#define SERVICES_COMMON_BASE_HASH_H_

#include <initializer_list>
#include <string>

#include "absl/strings/string_view.h"

namespace entente {

// 32 bytes.
std::string Sha256(absl::string_view bytes);
// That of the parts one after another, without joining them first.
std::string Sha256Of(std::initializer_list<absl::string_view> parts);

// 64 lower-case hex digits.
std::string Sha256Hex(absl::string_view bytes);

// 32 bytes (RFC 2104 with SHA-256).
std::string HmacSha256(absl::string_view key, absl::string_view bytes);

// Takes the same time whatever the contents; false for different lengths.
bool ConstantTimeEquals(absl::string_view a, absl::string_view b);

}  // namespace entente

#endif  // SERVICES_COMMON_BASE_HASH_H_
