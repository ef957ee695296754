// entente indicators areas: where figures may be counted, as a tree.
#include <memory>
#include <ostream>
#include <string>

#include "absl/strings/str_cat.h"
#include "tools/client/area_question.h"
#include "tools/client/csv_answer.h"
#include "tools/client/indicators_parts.h"
#include "tools/client/resource_names.h"
#include "tools/client/table.h"

namespace entente::client {
namespace {

namespace v1 = entente::indicators::v1;

// The list of the service does not hold the municipality.
void SayNothingKnown(Cli& cli) {
  cli.Say(
      {"The list of areas of the service does not hold the municipality: any "
       "area in the list may be named, and which lies in which is not told.",
       "La liste des lieux du service ne contient pas la commune : tout lieu "
       "de la liste peut être nommé, et il n'est pas dit lequel fait partie "
       "duquel.",
       "De gebiedenlijst van de dienst bevat de gemeente niet: elk gebied uit "
       "de lijst mag genoemd worden, en welk in welk ligt wordt niet gezegd."});
}

absl::Status PrintAreas(Cli& cli, const std::string& municipality) {
  ENTENTE_ASSIGN_OR_RETURN(
      const std::string parent,
      MunicipalityName(cli.session().config(), municipality));
  ENTENTE_ASSIGN_OR_RETURN(const v1::ListAreasResponse response,
                           ListAllAreas(cli.session(), parent));
  if (WantsData(cli)) return PrintData(cli, response);
  const AreaTree tree(response.areas());
  if (tree.areas().empty()) {
    SayNothingKnown(cli);
    return absl::OkStatus();
  }
  Table table({{cli.T({"area", "lieu", "gebied"})},
               {cli.T({"name", "nom", "naam"}), Align::kLeft, true}});
  for (const v1::Area& area : tree.InTreeOrder()) {
    // What lies in an area stands below it, further to the right.
    const std::string indent(2 * tree.LevelOf(area.code()), ' ');
    table.AddRow({absl::StrCat(indent, area.code()),
                  tree.Title(area.code(), cli.language())});
  }
  cli.out() << table.Render(cli.columns());
  return absl::OkStatus();
}

}  // namespace

void AddAreasCommand(CLI::App& indicators, Cli& cli) {
  auto municipality = std::make_shared<std::string>();
  Command command(
      indicators, cli, "areas",
      {"Lists the areas that figures may be counted in, each with those that "
       "lie in it; the figures of an area include those.",
       "Liste les lieux où des chiffres peuvent être comptés, chacun avec ceux "
       "qui en font partie ; les chiffres d'un lieu les comprennent.",
       "Somt de gebieden op waarin cijfers geteld mogen worden, elk met die "
       "erin; de cijfers van een gebied omvatten die."},
      "entente indicators areas");
  command.Municipality(*municipality);
  ListsRows(command, cli);
  command.Run([municipality](Cli& cli) -> absl::Status {
    return PrintAreas(cli, *municipality);
  });
}

}  // namespace entente::client
