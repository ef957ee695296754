#include "tools/client/unverified.h"

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"

namespace entente::client {

std::string CategoryOf(absl::string_view line) {
  const size_t at = line.rfind('-');
  return at == absl::string_view::npos ? "" : std::string(line.substr(at + 1));
}

UnverifiedCategories::UnverifiedCategories(
    const conventions::v1::RegulationProfile& profile) {
  for (const auto& category : profile.categories()) {
    if (!category.is_verified()) codes_.insert(category.code());
  }
}

std::string UnverifiedCategories::MarkOf(absl::string_view line) {
  const std::string code = CategoryOf(line);
  if (!codes_.contains(code)) return "";
  seen_.insert(code);
  return kUnverifiedMark;
}

Sentence UnverifiedCategories::Note() const {
  if (seen_.empty()) return {};
  const std::string list = absl::StrJoin(seen_, ", ");
  return {
      absl::StrCat(kUnverifiedMark,
                   " Cost categories not verified in the decree: ", list, "."),
      absl::StrCat(kUnverifiedMark,
                   " Catégories de coûts non vérifiées dans l'arrêté : ", list,
                   "."),
      absl::StrCat(kUnverifiedMark,
                   " Kostencategorieën niet nagegaan in het besluit: ", list,
                   ".")};
}

}  // namespace entente::client
