// Text that came from outside.
#ifndef SERVICES_COMMON_BASE_UTF8_H_
#define SERVICES_COMMON_BASE_UTF8_H_

#include <cstddef>
#include <string>

#include "absl/strings/string_view.h"

namespace entente {

// Well-formed UTF-8 (RFC 3629): no overlong forms, no surrogates, nothing above
// U+10FFFF.
bool IsValidUtf8(absl::string_view text);

// Bytes of the longest well-formed beginning of `text`.
size_t ValidUtf8Prefix(absl::string_view text);

// Number of characters (code points) of well-formed `text`.
size_t CountCharacters(absl::string_view text);

// True when `text` holds a control character (C0, DEL, C1), or one that changes
// the direction of text: such a value could forge what a person sees.
bool HasControlCharacters(absl::string_view text);

// An excerpt of `text` that is safe in an error sentence: at most
// `characters_max` characters, then "…" when some were left out; malformed
// bytes and control characters become U+FFFD. For names and codes that the
// caller sent, never for content (see error.h).
std::string SanitizeForMessage(absl::string_view text, size_t characters_max);

}  // namespace entente

#endif  // SERVICES_COMMON_BASE_UTF8_H_
