#include "services/common/base/utf8.h"

#include <cstdint>

namespace entente {
namespace {

// Decodes the character at `at`; returns its length in bytes, 0 when it is not
// well-formed (RFC 3629, section 4).
size_t Decode(absl::string_view text, size_t at, uint32_t& character) {
  const auto byte = [&](size_t i) {
    return at + i < text.size() ? static_cast<uint8_t>(text[at + i]) : 0;
  };
  const uint8_t first = byte(0);
  if (first < 0x80) {
    character = first;
    return 1;
  }
  const size_t length = first >= 0xF0   ? 4
                        : first >= 0xE0 ? 3
                        : first >= 0xC2 ? 2
                                        : 0;
  if (length == 0 || first > 0xF4) return 0;
  character = first & (0xFF >> (length + 1));
  for (size_t i = 1; i < length; ++i) {
    if ((byte(i) & 0xC0) != 0x80) return 0;
    character = character << 6 | (byte(i) & 0x3F);
  }
  constexpr uint32_t kLeast[] = {0, 0, 0x80, 0x800, 0x10000};
  const bool is_surrogate = character >= 0xD800 && character <= 0xDFFF;
  if (character < kLeast[length] || character > 0x10FFFF || is_surrogate) {
    return 0;
  }
  return length;
}

bool IsControl(uint32_t c) {
  return c < 0x20 || (c >= 0x7F && c <= 0x9F) || c == 0x061C || c == 0x200E ||
         c == 0x200F || (c >= 0x202A && c <= 0x202E) ||
         (c >= 0x2066 && c <= 0x2069);
}

}  // namespace

size_t ValidUtf8Prefix(absl::string_view text) {
  size_t at = 0;
  uint32_t character = 0;
  while (at < text.size()) {
    const size_t length = Decode(text, at, character);
    if (length == 0) break;
    at += length;
  }
  return at;
}

bool IsValidUtf8(absl::string_view text) {
  return ValidUtf8Prefix(text) == text.size();
}

size_t CountCharacters(absl::string_view text) {
  size_t count = 0;
  for (const char c : text) {
    if ((static_cast<uint8_t>(c) & 0xC0) != 0x80) ++count;
  }
  return count;
}

bool HasControlCharacters(absl::string_view text) {
  uint32_t character = 0;
  for (size_t at = 0; at < text.size();) {
    const size_t length = Decode(text, at, character);
    if (length == 0 || IsControl(character)) return true;
    at += length;
  }
  return false;
}

std::string SanitizeForMessage(absl::string_view text, size_t characters_max) {
  std::string excerpt;
  size_t count = 0;
  uint32_t character = 0;
  for (size_t at = 0; at < text.size();) {
    if (count++ == characters_max) return excerpt + "…";
    const size_t length = Decode(text, at, character);
    if (length == 0 || IsControl(character)) {
      excerpt += "\uFFFD";
    } else {
      excerpt.append(text.data() + at, length);
    }
    at += length == 0 ? 1 : length;
  }
  return excerpt;
}

}  // namespace entente
