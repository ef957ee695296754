#include "services/conventions/document/item_text.h"

#include <algorithm>
#include <array>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "services/conventions/document/text_fold.h"

namespace entente::conventions {
namespace {

// Words that a statement cannot end with, without accents, sorted.
constexpr std::array<absl::string_view, 33> kOpenWords = {
    "aan", "au",  "aux", "avec", "dans", "de",  "des",  "door", "du",
    "een", "en",  "et",  "het",  "in",   "la",  "le",   "les",  "leur",
    "met", "of",  "om",  "op",   "ou",   "par", "pour", "sa",   "ses",
    "sur", "ten", "un",  "une",  "van",  "voor"};

}  // namespace

bool StartsInLowerCase(absl::string_view text) {
  if (text.empty()) return false;
  const auto first = static_cast<unsigned char>(text[0]);
  if (first < 0x80) return absl::ascii_islower(first);
  // Two bytes of U+00E0 to U+00FF: lower-case letters with accents.
  return first == 0xc3 && text.size() > 1 &&
         static_cast<unsigned char>(text[1]) >= 0xa0;
}

bool HasLowerCase(absl::string_view text) {
  for (size_t i = 0; i < text.size(); ++i) {
    if (StartsInLowerCase(text.substr(i))) return true;
  }
  return false;
}

bool EndsOpen(absl::string_view text) {
  const std::string folded =
      FoldText(text.size() > 40 ? text.substr(text.size() - 40) : text);
  if (folded.empty()) return false;
  if (folded.back() == ',' || folded.back() == '-') return true;
  const size_t space = folded.rfind(' ');
  const absl::string_view last =
      space == std::string::npos ? absl::string_view(folded)
                                 : absl::string_view(folded).substr(space + 1);
  return std::binary_search(kOpenWords.begin(), kOpenWords.end(), last);
}

bool EndsWithEllipsis(absl::string_view text) {
  return absl::EndsWith(text, "...") || absl::EndsWith(text, "…");
}

std::string JoinWrapped(absl::string_view before, absl::string_view after) {
  return absl::StrCat(before, absl::EndsWith(before, "-") ? "" : " ", after);
}

bool IsCountable(absl::string_view folded) {
  for (const absl::string_view beginning :
       {"nombre de ", "nombre d'", "le nombre de ", "le nombre d'", "aantal ",
        "het aantal ", "pourcentage ", "percentage ", "taux de ",
        "nombres de "}) {
    if (absl::StartsWith(folded, beginning)) return true;
  }
  return false;
}

}  // namespace entente::conventions
