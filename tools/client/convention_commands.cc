#include <memory>
#include <ostream>
#include <string>

#include "absl/strings/str_cat.h"
#include "entente/conventions/v1/convention_service.grpc.pb.h"
#include "services/conventions/money/money.h"
#include "tools/client/commands.h"
#include "tools/client/convention_parts.h"
#include "tools/client/csv_answer.h"
#include "tools/client/format.h"
#include "tools/client/profiles/profile_file_commands.h"
#include "tools/client/resource_names.h"
#include "tools/client/table.h"

namespace entente::client {
namespace {

namespace v1 = entente::conventions::v1;
using v1::ConventionService;

const std::string& MessageOf(Cli& cli, const v1::Finding& finding) {
  if (cli.language() == Language::kFr && !finding.message_fr().empty()) {
    return finding.message_fr();
  }
  if (cli.language() == Language::kNl && !finding.message_nl().empty()) {
    return finding.message_nl();
  }
  return finding.message();
}

struct ListFlags {
  std::string municipality;
  std::string filter;
  bool of_all = false;
};

void AddList(CLI::App& group, Cli& cli) {
  auto flags = std::make_shared<ListFlags>();
  Command command(group, cli, "list",
                  {"Lists the conventions of a municipality, or of all.",
                   "Liste les conventions d'une commune, ou de toutes.",
                   "Somt de overeenkomsten van een gemeente op, of van alle."},
                  "entente convention list --all --filter 'state = IN_FORCE'");
  command.Municipality(flags->municipality);
  AllFlag(command, flags->of_all);
  command.Filter(flags->filter, "valid_until >= 2019-01-01");
  ListsRows(command, cli);
  command.Run([flags](Cli& cli) -> absl::Status {
    v1::ListConventionsRequest request;
    request.set_filter(flags->filter);
    ENTENTE_ASSIGN_OR_RETURN(
        *request.mutable_parent(),
        MunicipalityScope(cli, flags->municipality, flags->of_all));
    ENTENTE_ASSIGN_OR_RETURN(
        const v1::ListConventionsResponse response,
        cli.session().CallAllPages(&ConventionService::Stub::ListConventions,
                                   request));
    if (WantsData(cli)) return PrintData(cli, response);
    if (response.conventions().empty() && !flags->filter.empty()) {
      cli.Say({"No convention passes this filter.",
               "Aucune convention ne répond à ce filtre.",
               "Geen overeenkomst voldoet aan dit filter."});
      return absl::OkStatus();
    }
    if (response.conventions().empty()) {
      cli.Say({"No convention yet: entente convention import FILE",
               "Pas encore de convention : entente convention import FICHIER",
               "Nog geen overeenkomst: entente convention import BESTAND"});
      return absl::OkStatus();
    }
    Table table(
        {{cli.T({"name", "nom", "naam"})},
         {cli.T({"title", "titre", "titel"}), Align::kLeft, true},
         {cli.T({"term", "période", "looptijd"})},
         {cli.T({"total EUR", "total EUR", "totaal EUR"}), Align::kRight},
         {cli.T({"state", "état", "staat"})}});
    for (const v1::Convention& convention : response.conventions()) {
      int64_t total = 0;
      for (const v1::EnvelopeGrant& envelope : convention.envelopes()) {
        total += conventions::CentsFromMoney(envelope.amount(), "").value_or(0);
      }
      // Of many municipalities the short name says nothing.
      table.AddRow({flags->of_all ? WithMunicipality(convention.name())
                                  : ShortName(convention.name()),
                    convention.title(), ConventionTerm(convention),
                    FormatMoneyPlain(conventions::MoneyFromCents(total)),
                    ConventionStateWord(cli, convention.state())});
    }
    cli.out() << table.Render(cli.columns());
    return absl::OkStatus();
  });
}

absl::StatusOr<v1::Convention> Get(Cli& cli, const std::string& text,
                                   const std::string& date = "",
                                   const std::string& time = "") {
  v1::GetConventionRequest request;
  ENTENTE_ASSIGN_OR_RETURN(*request.mutable_name(),
                           ConventionName(cli.session().config(), text));
  ENTENTE_RETURN_IF_ERROR(ApplyAsOf(date, time, request));
  return cli.session().Call(&ConventionService::Stub::GetConvention, request);
}

void PositionalName(Command& command, std::string& name) {
  command
      .Positional("NAME", name,
                  {"Convention, as in css-2018-2019; the remembered one by "
                   "default.",
                   "Convention, comme css-2018-2019 ; celle qui est retenue "
                   "par défaut.",
                   "Overeenkomst, zoals css-2018-2019; standaard de onthouden "
                   "overeenkomst."})
      ->required(false);
}

void AddShow(CLI::App& group, Cli& cli) {
  auto name = std::make_shared<std::string>();
  auto date = std::make_shared<std::string>();
  auto time = std::make_shared<std::string>();
  Command command(group, cli, "show",
                  {"Shows a convention: envelopes, tree with ids, findings; "
                   "as CSV the tree, a row a node.",
                   "Montre une convention : enveloppes, structure avec "
                   "identifiants, constats ; en CSV la structure, une ligne "
                   "par élément.",
                   "Toont een overeenkomst: enveloppen, structuur met id's, "
                   "vaststellingen; als CSV de structuur, een rij per "
                   "element."},
                  "entente convention show css-2018-2019");
  PositionalName(command, *name);
  AsOfFlags(command, *date, *time);
  ListsRows(command, cli);
  command.Run([name, date, time](Cli& cli) -> absl::Status {
    ENTENTE_ASSIGN_OR_RETURN(const v1::Convention convention,
                             Get(cli, *name, *date, *time));
    // The tree is what a spreadsheet can hold of a convention.
    if (WantsData(cli)) return PrintData(cli, convention, "nodes");
    cli.out() << ConventionOutline(cli, convention);
    return absl::OkStatus();
  });
}

void AddFindings(CLI::App& group, Cli& cli) {
  auto name = std::make_shared<std::string>();
  Command command(
      group, cli, "findings",
      {"Lists what a person should look at, by line of the document.",
       "Liste les points à examiner, par ligne du document.",
       "Somt de na te kijken punten op, per regel van het document."},
      "entente convention findings css-2018-2019");
  PositionalName(command, *name);
  ListsRows(command, cli);
  command.Run([name](Cli& cli) -> absl::Status {
    ENTENTE_ASSIGN_OR_RETURN(v1::Convention convention, Get(cli, *name));
    if (WantsData(cli)) {
      convention.clear_nodes();
      return PrintData(cli, convention, "findings");
    }
    Table table(
        {{"n°", Align::kRight},
         {cli.T({"line", "ligne", "regel"}), Align::kRight},
         {"code"},
         {cli.T({"finding", "constat", "vaststelling"}), Align::kLeft, true}});
    for (const v1::Finding& finding : convention.findings()) {
      std::string message = MessageOf(cli, finding);
      if (finding.has_resolution()) {
        message =
            absl::StrCat(cli.T({"RESOLVED: ", "RÉSOLU : ", "AFGEHANDELD: "}),
                         finding.resolution().reason(), " – ", message);
      }
      table.AddRow({absl::StrCat(finding.number()),
                    finding.line() == 0 ? "" : absl::StrCat(finding.line()),
                    finding.code(), message});
    }
    cli.out() << table.Render(cli.columns());
    return absl::OkStatus();
  });
}

}  // namespace

void AddConventionCommands(CLI::App& root, Cli& cli) {
  CLI::App& group =
      AddGroup(root, cli, "convention",
               {"The convention, from its document on.",
                "La convention, telle que son document l'énonce.",
                "De overeenkomst, zoals haar document ze verwoordt."});
  AddParseCommand(group, cli);
  AddImportCommand(group, cli);
  AddList(group, cli);
  AddSearchCommand(group, cli);
  AddShow(group, cli);
  AddFindings(group, cli);
  AddLifeCommands(group, cli);
  AddVersionCommands(group, cli);
  AddProfileCommands(group, cli);
  AddProfileFileCommands(group, cli);
  AddExportCommand(group, cli);
  AddDiscardCommand(group, cli);
}

}  // namespace entente::client
