#include "services/conventions/profiles/profile_faults.h"

#include <string>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "services/common/base/error.h"

namespace entente::conventions {

absl::Status InvalidProfile(absl::string_view field, absl::string_view en,
                            absl::string_view fr, absl::string_view nl) {
  return MakeError(
      absl::StatusCode::kInvalidArgument,
      {.reason = "PROFILE_INVALID",
       .field = std::string(field),
       .metadata = {},
       .sentence = {.en = absl::StrCat("Contract profile, ", field, ": ", en),
                    .fr = absl::StrCat("Profil de contrat, ", field, " : ", fr),
                    .nl = absl::StrCat("Contractprofiel, ", field, ": ", nl)}});
}

absl::Status ProfileTextMissing(absl::string_view field) {
  return InvalidProfile(field, "French and Dutch text is needed.",
                        "il faut un texte français et néerlandais.",
                        "er is Franse en Nederlandse tekst nodig.");
}

absl::Status ProfileReviewMissing() {
  return InvalidProfile(
      "review",
      "nobody is said to have reviewed it: whoever read it beside the document "
      "writes by which function, and the day.",
      "aucune relecture n'est indiquée : la personne qui l'a lu à côté du "
      "document indique sa fonction et le jour.",
      "er staat niet wie het heeft nagelezen: wie het naast het document las, "
      "vermeldt de functie en de dag.");
}

bool IsProfileCode(absl::string_view code) {
  if (code.empty() || code.size() > kProfileCodeBytesMax) return false;
  for (const char c : code) {
    if (!absl::ascii_islower(c) && !absl::ascii_isdigit(c) && c != '_') {
      return false;
    }
  }
  return true;
}

}  // namespace entente::conventions
