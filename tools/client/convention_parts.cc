#include "tools/client/convention_parts.h"

#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "services/conventions/document/outline.h"
#include "tools/client/resource_names.h"

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

void AllFlag(Command& command, bool& of_all) {
  command.Flag("--all", of_all,
               {"Of every municipality that this installation holds.",
                "De toutes les communes de cette installation.",
                "Van alle gemeenten van deze installatie."});
}

absl::StatusOr<std::string> MunicipalityScope(Cli& cli,
                                              const std::string& municipality,
                                              bool of_all) {
  if (of_all && !municipality.empty()) {
    return UsageError({"--all and --municipality exclude each other.",
                       "--all et --municipality s'excluent.",
                       "--all en --municipality sluiten elkaar uit."});
  }
  if (of_all) return std::string("municipalities/-");
  return MunicipalityName(cli.session().config(), municipality);
}

std::string WithMunicipality(const std::string& name) {
  const std::vector<std::string> parts = absl::StrSplit(name, '/');
  return parts.size() < 4 ? name : absl::StrCat(parts[1], " ", parts[3]);
}

}  // namespace entente::client
