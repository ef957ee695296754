#include "services/conventions/document/bullets.h"

#include "absl/strings/ascii.h"
#include "absl/strings/strip.h"

namespace entente::conventions {

std::optional<absl::string_view> ReadBullet(absl::string_view line) {
  // U+F0B7, U+F0A7 and U+F0D8 are what Symbol and Wingdings bullets become in
  // extracted text.
  static constexpr absl::string_view kBullets[] = {
      "-", "–", "—", "−", "‐", "‑", "•", "*", "·",      "▪",      "●",     "○",
      "◦", "■", "□", "►", "➢", "‣", "⁃", "✓", "\uf0b7", "\uf0a7", "\uf0d8"};
  for (const absl::string_view bullet : kBullets) {
    absl::string_view rest = line;
    if (!absl::ConsumePrefix(&rest, bullet)) continue;
    // "-5" and "--" are no items.
    if (!rest.empty() && bullet == "-" &&
        (absl::ascii_isdigit(rest[0]) || rest[0] == '-')) {
      return std::nullopt;
    }
    return absl::StripLeadingAsciiWhitespace(rest);
  }
  absl::string_view rest = line;
  if (rest == "o") return absl::string_view();
  if (absl::ConsumePrefix(&rest, "o ")) return rest;
  return std::nullopt;
}

std::optional<absl::string_view> ReadNumberedBullet(absl::string_view line) {
  size_t at = 0;
  while (at < 2 && at < line.size() && absl::ascii_isdigit(line[at])) ++at;
  const bool is_number = at > 0;
  if (!is_number && !line.empty() && absl::ascii_isalpha(line[0])) at = 1;
  if (at == 0 || at + 1 >= line.size() || line[at + 1] != ' ') {
    return std::nullopt;
  }
  if (line[at] != ')' && !(line[at] == '.' && is_number)) return std::nullopt;
  return absl::StripLeadingAsciiWhitespace(line.substr(at + 1));
}

}  // namespace entente::conventions
