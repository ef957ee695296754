#include "services/common/gate/base64url.h"

#include "absl/strings/escaping.h"

namespace entente::gate {

std::string Base64UrlEncode(absl::string_view bytes) {
  std::string text;
  absl::WebSafeBase64Escape(bytes, &text);
  while (!text.empty() && text.back() == '=') text.pop_back();
  return text;
}

std::optional<std::string> Base64UrlDecode(absl::string_view text) {
  std::string bytes;
  if (!absl::WebSafeBase64Unescape(text, &bytes)) return std::nullopt;
  // Abseil forgives padding, white space and stray bits; spelling the bytes
  // again and comparing forgives nothing.
  if (Base64UrlEncode(bytes) != text) return std::nullopt;
  return bytes;
}

}  // namespace entente::gate
