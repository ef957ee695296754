#include "tools/client/convention_parts.h"

#include "absl/strings/str_cat.h"
#include "services/conventions/document/outline.h"

namespace entente::client {

namespace v1 = entente::conventions::v1;

std::string ConventionOutline(Cli& cli, const v1::Convention& convention) {
  return conventions::OutlineText(
      convention,
      {.language_code = cli.language() == Language::kNl ? "nl" : "fr",
       .columns = cli.columns()});
}

std::string ConventionTerm(const v1::Convention& convention) {
  return absl::StrCat(FormatDate(convention.valid_from()), " – ",
                      FormatDate(convention.valid_until()));
}

std::string ConventionStateWord(Cli& cli, v1::Convention::State state) {
  return cli.T(LifeStateWord(state));
}

}  // namespace entente::client
