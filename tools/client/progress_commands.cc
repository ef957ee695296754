// progress set|approve|list.
#include <memory>
#include <ostream>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "entente/conventions/v1/progress_service.grpc.pb.h"
#include "tools/client/budget_parts.h"
#include "tools/client/commands.h"
#include "tools/client/csv_answer.h"
#include "tools/client/format.h"
#include "tools/client/life_words.h"
#include "tools/client/resource_names.h"
#include "tools/client/table.h"

namespace entente::client {
namespace {

namespace v1 = entente::conventions::v1;
using v1::ProgressService;
using v1::ProgressStatement;

struct SetFlags {
  MutationFlags mutation;
  std::string convention;
  std::string objective;
  int year = 0;
  std::string state;
  std::string date;
  std::string text;
  std::vector<std::string> evidence;
};

ProgressStatement::State StateOf(const std::string& word) {
  if (word == "not-started") return ProgressStatement::STATE_NOT_STARTED;
  if (word == "under-way") return ProgressStatement::STATE_UNDER_WAY;
  if (word == "done") return ProgressStatement::STATE_DONE;
  return ProgressStatement::STATE_DROPPED;
}

absl::Status Set(Cli& cli, const SetFlags& flags) {
  v1::CreateProgressStatementRequest request;
  ProgressStatement& statement = *request.mutable_progress_statement();
  ENTENTE_ASSIGN_OR_RETURN(
      *request.mutable_parent(),
      ConventionName(cli.session().config(), flags.convention));
  statement.set_objective_id(flags.objective);
  statement.set_year(flags.year);
  statement.set_state(StateOf(flags.state));
  ENTENTE_ASSIGN_OR_RETURN(*statement.mutable_date(),
                           ParseDateFlag("--date", flags.date));
  statement.set_text(flags.text);
  for (const std::string& piece : flags.evidence) {
    statement.add_evidence(
        Under(MunicipalityOf(request.parent()), "evidence", piece));
  }
  flags.mutation.Apply(request);
  ENTENTE_ASSIGN_OR_RETURN(
      const ProgressStatement made,
      cli.session().Call(&ProgressService::Stub::CreateProgressStatement,
                         request));
  if (cli.is_json()) return cli.PrintJson(made);
  const Sentence word = ProgressStateWord(made.state());
  const std::string what =
      absl::StrCat(made.objective_id(), ", ", made.year(), ": ");
  flags.mutation.SayDone(
      cli, made.name(),
      {absl::StrCat(what, word.en), absl::StrCat(what, word.fr),
       absl::StrCat(what, word.nl)});
  return absl::OkStatus();
}

void AddSet(CLI::App& group, Cli& cli) {
  auto flags = std::make_shared<SetFlags>();
  Command command(
      group, cli, "set",
      {"States how far an operational objective is in a year.",
       "Déclare où en est un objectif opérationnel pour une année.",
       "Verklaart hoever een operationele doelstelling staat in een jaar."},
      "entente progress set op-12 --year 2018 --state done --date 2018-12-31");
  command.Positional("OBJECTIVE", flags->objective,
                     {"Operational objective, as in op-12.",
                      "Objectif opérationnel, comme op-12.",
                      "Operationele doelstelling, zoals op-12."});
  command.Convention(flags->convention);
  command.Option("--year", flags->year, {"Year.", "Année.", "Jaar."})
      ->required();
  command
      .Option("--state", flags->state,
              {"not-started, under-way, done or dropped.",
               "not-started (pas commencé), under-way (en cours), done "
               "(réalisé) ou dropped (abandonné).",
               "not-started (niet begonnen), under-way (bezig), done (klaar) "
               "of dropped (opgegeven)."})
      ->required()
      ->check(CLI::IsMember({"not-started", "under-way", "done", "dropped"}))
      ->option_text("not-started|under-way|done|dropped");
  command
      .Option("--date", flags->date,
              {"Day to which it looks; not after today.",
               "Jour considéré ; pas après aujourd'hui.",
               "Beschouwde dag; niet na vandaag."})
      ->required();
  command.Option(
      "--text", flags->text,
      {"What was done; names nobody.", "Ce qui a été fait ; ne nomme personne.",
       "Wat er gedaan is; noemt niemand."});
  command.Option("--evidence", flags->evidence,
                 {"Piece of evidence, as in v-000001; may be repeated.",
                  "Pièce justificative, comme v-000001 ; répétable.",
                  "Bewijsstuk, zoals v-000001; herhaalbaar."});
  flags->mutation.Declare(command);
  command.Reads();
  command.Run([flags](Cli& cli) { return Set(cli, *flags); });
}

void AddApprove(CLI::App& group, Cli& cli) {
  struct Flags {
    MutationFlags mutation;
    std::string convention;
    std::string name;
  };
  auto flags = std::make_shared<Flags>();
  Command command(group, cli, "approve",
                  {"Approves a statement that another person made.",
                   "Approuve une déclaration faite par une autre personne.",
                   "Keurt een verklaring van iemand anders goed."},
                  "entente progress approve s-000001");
  command.Positional(
      "NAME", flags->name,
      {"Statement, as in s-000001.", "Déclaration, comme s-000001.",
       "Verklaring, zoals s-000001."});
  command.Convention(flags->convention);
  flags->mutation.Declare(command);
  command.Reads();
  command.Run([flags](Cli& cli) -> absl::Status {
    v1::ApproveProgressStatementRequest request;
    ENTENTE_ASSIGN_OR_RETURN(
        const std::string convention,
        ConventionName(cli.session().config(), flags->convention));
    request.set_name(Under(convention, "progressStatements", flags->name));
    flags->mutation.Apply(request);
    ENTENTE_ASSIGN_OR_RETURN(
        const ProgressStatement made,
        cli.session().Call(&ProgressService::Stub::ApproveProgressStatement,
                           request));
    if (cli.is_json()) return cli.PrintJson(made);
    flags->mutation.SayDone(cli, made.name(),
                            {"Approved.", "Approuvée.", "Goedgekeurd."});
    return absl::OkStatus();
  });
}

struct ListFlags {
  std::string convention;
  int year = 0;
  std::string objective;
  bool shows_history = false;
  std::string filter;
};

void PrintCounts(Cli& cli, const v1::ListProgressStatementsResponse& list) {
  Table table(
      {{cli.T({"state", "état", "stand"})},
       {cli.T({"objectives", "objectifs", "doelstellingen"}), Align::kRight},
       {cli.T({"approved", "approuvés", "goedgekeurd"}), Align::kRight}});
  int objectives = 0;
  int approved = 0;
  for (const v1::ProgressCount& count : list.counts()) {
    objectives += count.objectives();
    approved += count.approved();
    table.AddRow({cli.T(ProgressStateWord(count.state())),
                  absl::StrCat(count.objectives()),
                  absl::StrCat(count.approved())});
  }
  table.AddRule();
  table.AddRow({cli.T({"total", "total", "totaal"}), absl::StrCat(objectives),
                absl::StrCat(approved)});
  cli.out() << table.Render(cli.columns());
}

absl::Status List(Cli& cli, const ListFlags& flags) {
  v1::ListProgressStatementsRequest request;
  ENTENTE_ASSIGN_OR_RETURN(
      *request.mutable_parent(),
      ConventionName(cli.session().config(), flags.convention));
  request.set_year(flags.year);
  request.set_objective_id(flags.objective);
  request.set_shows_history(flags.shows_history);
  request.set_filter(flags.filter);
  request.set_page_size(1000);
  ENTENTE_ASSIGN_OR_RETURN(
      const v1::ListProgressStatementsResponse list,
      cli.session().CallAllPages(&ProgressService::Stub::ListProgressStatements,
                                 request));
  if (WantsData(cli)) return PrintData(cli, list);
  Table table({{"n°"},
               {cli.T({"objective", "objectif", "doelstelling"})},
               {cli.T({"state", "état", "stand"})},
               {cli.T({"date", "date", "datum"})},
               {cli.T({"text", "texte", "tekst"}), Align::kLeft, true},
               {cli.T({"approved", "approuvé", "goedgekeurd"})}});
  for (const ProgressStatement& statement : list.progress_statements()) {
    table.AddRow(
        {statement.name().substr(statement.name().rfind('/') + 1),
         statement.objective_id(), cli.T(ProgressStateWord(statement.state())),
         FormatDate(statement.date()),
         statement.is_replaced()
             ? absl::StrCat(
                   cli.T({"(replaced) ", "(remplacée) ", "(vervangen) "}),
                   statement.text())
             : statement.text(),
         statement.approver()});
  }
  if (!table.is_empty()) cli.out() << table.Render(cli.columns()) << "\n";
  PrintCounts(cli, list);
  return absl::OkStatus();
}

void AddList(CLI::App& group, Cli& cli) {
  auto flags = std::make_shared<ListFlags>();
  Command command(
      group, cli, "list",
      {"Lists the statements of a year and counts the objectives by state.",
       "Liste les déclarations d'une année et compte les objectifs par état.",
       "Somt de verklaringen van een jaar op en telt de doelstellingen per "
       "stand."},
      "entente progress list --year 2018");
  command.Convention(flags->convention);
  command.Option("--year", flags->year, {"Year.", "Année.", "Jaar."})
      ->required();
  command.Option("--objective", flags->objective,
                 {"Only this one.", "Celui-ci seulement.", "Alleen deze."});
  command.Flag(
      "--history", flags->shows_history,
      {"Replaced statements too.", "Aussi les déclarations remplacées.",
       "Ook vervangen verklaringen."});
  command.Filter(flags->filter, "state = DONE");
  ListsRows(command, cli);
  command.Run([flags](Cli& cli) { return List(cli, *flags); });
}

}  // namespace

void AddProgressCommands(CLI::App& root, Cli& cli) {
  CLI::App& group =
      AddGroup(root, cli, "progress",
               {"How far the operational objectives are.",
                "L'avancement des objectifs opérationnels.",
                "De voortgang van de operationele doelstellingen."});
  AddSet(group, cli);
  AddApprove(group, cli);
  AddList(group, cli);
}

}  // namespace entente::client
