// convention search: words in the texts of objectives and indicators.
#include <memory>
#include <ostream>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "entente/conventions/v1/convention_service.grpc.pb.h"
#include "tools/client/convention_parts.h"
#include "tools/client/csv_answer.h"
#include "tools/client/resource_names.h"
#include "tools/client/table.h"

namespace entente::client {
namespace {

namespace v1 = entente::conventions::v1;
using v1::ConventionService;

struct Flags {
  std::vector<std::string> words;
  std::string municipality;
  std::string convention;
  bool of_all = false;
};

absl::StatusOr<std::string> ScopeOf(Cli& cli, const Flags& flags) {
  if (!flags.convention.empty()) {
    return ConventionName(cli.session().config(), flags.convention);
  }
  ENTENTE_ASSIGN_OR_RETURN(
      const std::string municipality,
      MunicipalityScope(cli, flags.municipality, flags.of_all));
  return absl::StrCat(municipality, "/conventions/-");
}

std::string KindWord(Cli& cli, v1::Node::Kind kind) {
  switch (kind) {
    case v1::Node::KIND_PART:
      return cli.T({"part", "partie", "deel"});
    case v1::Node::KIND_SECTOR:
      return cli.T({"sector", "secteur", "sector"});
    case v1::Node::KIND_GENERAL_OBJECTIVE:
    case v1::Node::KIND_STRATEGIC_OBJECTIVE:
    case v1::Node::KIND_OPERATIONAL_OBJECTIVE:
      return cli.T({"objective", "objectif", "doelstelling"});
    case v1::Node::KIND_EXPECTED_RESULT:
      return cli.T({"result", "résultat", "resultaat"});
    case v1::Node::KIND_INDICATOR:
      return cli.T({"indicator", "indicateur", "indicator"});
    default:
      return "?";
  }
}

absl::Status Search(Cli& cli, const Flags& flags) {
  v1::SearchNodesRequest request;
  ENTENTE_ASSIGN_OR_RETURN(*request.mutable_parent(), ScopeOf(cli, flags));
  request.set_query(absl::StrJoin(flags.words, " "));
  ENTENTE_ASSIGN_OR_RETURN(
      const v1::SearchNodesResponse found,
      cli.session().Call(&ConventionService::Stub::SearchNodes, request));
  if (WantsData(cli)) return PrintData(cli, found);
  if (found.matches().empty()) {
    cli.Say({"Nothing found. Every word must be there, or its beginning.",
             "Rien trouvé. Chaque mot doit y figurer, ou son début.",
             "Niets gevonden. Elk woord moet erin staan, of zijn begin."});
    return absl::OkStatus();
  }
  Table table({{cli.T({"convention", "convention", "overeenkomst"})},
               {"id"},
               {cli.T({"what", "quoi", "wat"})},
               {cli.T({"place", "place", "plaats"})},
               {cli.T({"text", "texte", "tekst"}), Align::kLeft, true}});
  for (const v1::NodeMatch& match : found.matches()) {
    table.AddRow({WithMunicipality(match.convention()), match.node().id(),
                  KindWord(cli, match.node().kind()), match.node().path(),
                  match.measure_code().empty()
                      ? match.node().text()
                      : absl::StrCat(match.node().text(), " [",
                                     match.measure_code(), "]")});
  }
  cli.out() << table.Render(cli.columns());
  if (found.total_size() > found.matches_size()) {
    const std::string shown = absl::StrCat(found.matches_size());
    const std::string all = absl::StrCat(found.total_size());
    cli.Say({absl::StrCat("The first ", shown, " of ", all,
                          ": add a word to see fewer."),
             absl::StrCat("Les ", shown, " premiers sur ", all,
                          " : ajoutez un mot pour en voir moins."),
             absl::StrCat("De eerste ", shown, " van ", all,
                          ": voeg een woord toe om er minder te zien.")});
  }
  return absl::OkStatus();
}

}  // namespace

void AddSearchCommand(CLI::App& convention, Cli& cli) {
  auto flags = std::make_shared<Flags>();
  Command command(
      convention, cli, "search",
      {"Finds objectives, results and indicators by words of their text, of a "
       "translation or of their measures' titles; case and accents do not "
       "matter.",
       "Trouve objectifs, résultats et indicateurs par des mots de leur texte, "
       "d'une traduction ou des titres de leurs mesures, sans égard aux "
       "majuscules ni aux accents.",
       "Vindt doelstellingen, resultaten en indicatoren via woorden van hun "
       "tekst, van een vertaling of van de titels van hun metingen; "
       "hoofdletters en accenten tellen niet."},
      "entente convention search mediation quartier");
  command
      .Option("WORDS", flags->words,
              {"Words, or their beginnings; every one must be there.",
               "Des mots, ou leur début ; tous doivent y figurer.",
               "Woorden, of hun begin; elk moet erin staan."})
      ->required();
  command.Municipality(flags->municipality);
  command.Option("--convention", flags->convention,
                 {"Only in this one, as in css-2018-2019.",
                  "Seulement dans celle-ci, comme css-2018-2019.",
                  "Alleen in deze, zoals css-2018-2019."});
  AllFlag(command, flags->of_all);
  ListsRows(command, cli);
  command.Run([flags](Cli& cli) { return Search(cli, *flags); });
}

}  // namespace entente::client
