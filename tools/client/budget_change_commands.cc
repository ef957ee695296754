// entente budget change: decisions that change envelopes and lines.
#include <memory>
#include <ostream>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "entente/conventions/v1/budget_change_service.grpc.pb.h"
#include "services/conventions/money/date.h"
#include "tools/client/budget_output.h"
#include "tools/client/budget_parts.h"
#include "tools/client/budget_position.h"
#include "tools/client/csv_answer.h"
#include "tools/client/format.h"
#include "tools/client/resource_names.h"
#include "tools/client/table.h"

namespace entente::client {
namespace {

namespace v1 = entente::conventions::v1;
using v1::BudgetChange;
using v1::BudgetChangeService;

// One subcommand. An empty flag: the type takes from, or gives to, nothing.
struct Kind {
  const char* name;
  BudgetChange::Type type;
  bool is_grant;
  const char* from;
  const char* to;
  bool is_on_lines;
  bool has_amount;
  bool needs_decision;
  Sentence description;
  const char* example;
};

const std::vector<Kind>& Kinds() {
  static const auto& kinds = *new std::vector<Kind>{
      {"reduce",
       BudgetChange::TYPE_REDUCTION,
       true,
       "--envelope",
       "",
       false,
       true,
       true,
       {"The State cuts credits of an envelope, even below what is reserved.",
        "L'État réduit les crédits d'une enveloppe, même sous ce qui est "
        "engagé.",
        "De Staat vermindert de kredieten van een enveloppe, ook tot onder wat "
        "vastligt."},
       "entente budget change reduce --envelope general-2018 --amount "
       "50.000,00 --decision \"KB 2018-12-03\" --reason \"Crédits réduits\""},
      {"increase",
       BudgetChange::TYPE_INCREASE,
       true,
       "",
       "--envelope",
       false,
       true,
       true,
       {"The State adds credits to an envelope.",
        "L'État augmente les crédits d'une enveloppe.",
        "De Staat verhoogt de kredieten van een enveloppe."},
       "entente budget change increase --envelope general-2018 --amount "
       "10.000,00 --decision \"KB 2018-12-03\" --reason \"Crédits ajoutés\""},
      {"allot",
       BudgetChange::TYPE_ALLOTMENT_INCREASE,
       false,
       "",
       "--line",
       true,
       true,
       false,
       {"Allots more of its envelope to a line.",
        "Répartit davantage de son enveloppe sur une ligne.",
        "Verdeelt meer van haar enveloppe over een lijn."},
       "entente budget change allot --line general-2018/so-01-personnel "
       "--amount 2.000,00 --reason \"Deuxième agent\""},
      {"take-back",
       BudgetChange::TYPE_ALLOTMENT_DECREASE,
       false,
       "--line",
       "",
       true,
       true,
       false,
       {"Takes an allotment back from a line to its envelope.",
        "Reprend un montant réparti d'une ligne vers son enveloppe.",
        "Neemt een verdeeld bedrag van een lijn terug naar haar enveloppe."},
       "entente budget change take-back --line general-2018/so-01-personnel "
       "--amount 2.000,00 --reason \"Poste vacant\""},
      {"reallocate",
       BudgetChange::TYPE_REALLOCATION,
       false,
       "--from",
       "--to",
       true,
       true,
       false,
       {"Moves an allotment to another line of the same envelope.",
        "Transfère un montant réparti à une autre ligne de la même enveloppe.",
        "Verplaatst een verdeeld bedrag naar een andere lijn van dezelfde "
        "enveloppe."},
       "entente budget change reallocate --from general-2018/so-01-personnel "
       "--to general-2018/so-01-operating --amount 2.000,00 --reason "
       "\"Poste vacant\""},
      {"carry-over",
       BudgetChange::TYPE_CARRY_OVER,
       true,
       "--from",
       "--to",
       false,
       true,
       true,
       {"Carries an unallotted rest over to the next year, where the "
        "regulation profile allows it.",
        "Reporte un reste non réparti à l'année suivante, si le profil "
        "réglementaire le permet.",
        "Draagt een niet verdeelde rest over naar het volgende jaar, als het "
        "reglementair profiel het toelaat."},
       "entente budget change carry-over --from general-2018 --to general-2019 "
       "--amount 5.000,00 --decision \"KB 2018-12-03\" --reason \"Report\""},
      {"lapse",
       BudgetChange::TYPE_LAPSE,
       true,
       "--envelope",
       "",
       false,
       false,
       false,
       {"Closes an envelope: takes back what its lines have not used and gives "
        "up the whole rest.",
        "Clôture une enveloppe : reprend ce que ses lignes n'ont pas utilisé "
        "et abandonne tout le solde.",
        "Sluit een enveloppe af: neemt terug wat haar lijnen niet gebruikten "
        "en laat het hele saldo vervallen."},
       "entente budget change lapse --envelope general-2018 --reason "
       "\"Clôture 2018\""},
      {"undo-lapse",
       BudgetChange::TYPE_LAPSE_REVERSAL,
       true,
       "--envelope",
       "",
       false,
       true,
       false,
       {"Takes back what lapsed by mistake.",
        "Reprend ce qui a été abandonné par erreur.",
        "Neemt terug wat bij vergissing verviel."},
       "entente budget change undo-lapse --envelope general-2018 --amount "
       "5.000,00 --reason \"Facture tardive\""},
      {"undo-carry-over",
       BudgetChange::TYPE_CARRY_OVER_REVERSAL,
       true,
       "--from",
       "--to",
       false,
       true,
       true,
       {"Takes a carry-over back to the year it came from, as far as it is "
        "unallotted.",
        "Ramène un report à l'année d'origine, pour autant qu'il ne soit pas "
        "réparti.",
        "Brengt een overdracht terug naar het jaar van oorsprong, voor zover "
        "ze niet verdeeld is."},
       "entente budget change undo-carry-over --from general-2019 --to "
       "general-2018 --amount 5.000,00 --decision \"KB 2019-02-03\" --reason "
       "\"Autre montant\""}};
  return kinds;
}

struct Flags {
  MutationFlags mutation;
  std::string convention;
  std::string from;
  std::string to;
  std::string amount;
  std::string reason;
  std::string decision;
  std::string date;
};

absl::StatusOr<std::string> AccountName(const Kind& kind,
                                        const std::string& convention,
                                        const std::string& text) {
  if (text.empty()) return text;
  if (kind.is_on_lines) return LineName(convention, text);
  return Under(convention, "envelopes", text);
}

absl::StatusOr<BudgetChange> ChangeOf(const Kind& kind,
                                      const std::string& convention,
                                      const Flags& flags) {
  BudgetChange change;
  change.set_type(kind.type);
  ENTENTE_ASSIGN_OR_RETURN(*change.mutable_from(),
                           AccountName(kind, convention, flags.from));
  ENTENTE_ASSIGN_OR_RETURN(*change.mutable_to(),
                           AccountName(kind, convention, flags.to));
  if (kind.has_amount) {
    ENTENTE_ASSIGN_OR_RETURN(*change.mutable_amount(),
                             ParseMoneyFlag("--amount", flags.amount));
  }
  change.set_reason(flags.reason);
  change.set_decision_reference(flags.decision);
  if (flags.date.empty()) {
    *change.mutable_effective_date() = conventions::DateFromDay(
        absl::ToCivilDay(absl::Now(), absl::LocalTimeZone()));
  } else {
    ENTENTE_ASSIGN_OR_RETURN(*change.mutable_effective_date(),
                             ParseDateFlag("--date", flags.date));
  }
  return change;
}

void PrintPosition(Cli& cli, const std::string& account,
                   const v1::Position& position) {
  if (account.find("/lines/") != std::string::npos) {
    PrintLinePosition(cli, account, position);
    return;
  }
  v1::Envelope envelope;
  envelope.set_name(account);
  *envelope.mutable_position() = position;
  cli.out() << PositionText({envelope}, cli.language(), cli.columns());
}

void Print(Cli& cli, const Flags& flags, const BudgetChange& made) {
  const std::string word = ChangeTypeWord(cli, made.type());
  const std::string amount = FormatMoney(made.amount());
  flags.mutation.SayDone(
      cli, made.name(),
      {absl::StrCat(word, ": ", amount), absl::StrCat(word, " : ", amount),
       absl::StrCat(word, ": ", amount)});
  if (made.has_from_position()) {
    PrintPosition(cli, made.from(), made.from_position());
  }
  if (made.has_to_position()) {
    PrintPosition(cli, made.to(), made.to_position());
  }
  if (!made.regulation_profile().empty() && !made.is_rule_verified()) {
    const std::string& profile = made.regulation_profile();
    cli.Say({absl::StrCat("Allowed by the regulation profile ", profile,
                          "; this rule was not verified in the decree."),
             absl::StrCat("Permis par le profil réglementaire ", profile,
                          " ; cette règle n'a pas été vérifiée dans l'arrêté."),
             absl::StrCat("Toegelaten door het reglementair profiel ", profile,
                          "; deze regel werd niet nagezien in het besluit.")});
  }
}

absl::Status Change(Cli& cli, const Kind& kind, const Flags& flags) {
  ENTENTE_ASSIGN_OR_RETURN(
      const std::string convention,
      ConventionName(cli.session().config(), flags.convention));
  ENTENTE_ASSIGN_OR_RETURN(const BudgetChange change,
                           ChangeOf(kind, convention, flags));
  const auto send = [&](auto request, auto method) {
    request.set_parent(convention);
    *request.mutable_budget_change() = change;
    flags.mutation.Apply(request);
    return cli.session().Call(method, request);
  };
  ENTENTE_ASSIGN_OR_RETURN(
      const BudgetChange made,
      kind.is_grant ? send(v1::CreateGrantChangeRequest(),
                           &BudgetChangeService::Stub::CreateGrantChange)
                    : send(v1::CreateBudgetChangeRequest(),
                           &BudgetChangeService::Stub::CreateBudgetChange));
  if (cli.is_json()) return cli.PrintJson(made);
  Print(cli, flags, made);
  return absl::OkStatus();
}

void AccountFlag(Command& command, const Kind& kind, const char* flag,
                 std::string& value) {
  if (*flag == '\0') return;
  const Sentence line = {
      "Line, ENVELOPE/OBJECTIVE-CATEGORY; entente budget lines shows them.",
      "Ligne, ENVELOPPE/OBJECTIF-CATÉGORIE ; entente budget lines les montre.",
      "Lijn, ENVELOPPE/DOELSTELLING-CATEGORIE; entente budget lines toont ze."};
  const Sentence envelope = {"Envelope, as in general-2018.",
                             "Enveloppe, comme general-2018.",
                             "Enveloppe, zoals general-2018."};
  command.Option(flag, value, kind.is_on_lines ? line : envelope)->required();
}

void AddChange(CLI::App& group, Cli& cli, const Kind& kind) {
  auto flags = std::make_shared<Flags>();
  Command command(group, cli, kind.name, kind.description, kind.example);
  command.Convention(flags->convention);
  AccountFlag(command, kind, kind.from, flags->from);
  AccountFlag(command, kind, kind.to, flags->to);
  if (kind.has_amount) {
    command
        .Option("--amount", flags->amount,
                {"Amount in EUR, as in 12.500,00.",
                 "Montant en EUR, comme 12.500,00.",
                 "Bedrag in EUR, zoals 12.500,00."})
        ->required();
  }
  ReasonFlag(command, flags->reason);
  CLI::Option* decision =
      command.Option("--decision", flags->decision,
                     {"Reference of the decision.", "Référence de la décision.",
                      "Verwijzing naar de beslissing."});
  if (kind.needs_decision) decision->required();
  command.Option(
      "--date", flags->date,
      {"Day it counts for, as in 2018-12-01; today by default.",
       "Jour pour lequel elle compte, comme 2018-12-01 ; "
       "aujourd'hui par défaut.",
       "Dag waarvoor ze telt, zoals 2018-12-01; standaard vandaag."});
  flags->mutation.Declare(command);
  command.Reads();
  command.Run([flags, &kind](Cli& cli) { return Change(cli, kind, *flags); });
}

absl::Status List(Cli& cli, const std::string& convention,
                  const std::string& filter) {
  v1::ListBudgetChangesRequest request;
  request.set_filter(filter);
  ENTENTE_ASSIGN_OR_RETURN(*request.mutable_parent(),
                           ConventionName(cli.session().config(), convention));
  request.set_page_size(1000);
  ENTENTE_ASSIGN_OR_RETURN(
      const v1::ListBudgetChangesResponse response,
      cli.session().CallAllPages(&BudgetChangeService::Stub::ListBudgetChanges,
                                 request));
  if (WantsData(cli)) return PrintData(cli, response);
  Table table(
      {{cli.T({"name", "nom", "naam"})},
       {cli.T({"day", "jour", "dag"})},
       {cli.T({"change", "modification", "wijziging"}), Align::kLeft, true},
       {cli.T({"from, to", "de, vers", "van, naar"}), Align::kLeft, true},
       {cli.T({"amount EUR", "montant EUR", "bedrag EUR"}), Align::kRight},
       {cli.T({"reason", "motif", "reden"}), Align::kLeft, true}});
  for (const BudgetChange& change : response.budget_changes()) {
    std::string accounts = ShortName(change.from());
    if (!change.to().empty()) {
      absl::StrAppend(&accounts, accounts.empty() ? "→ " : " → ",
                      ShortName(change.to()));
    }
    std::string type = ChangeTypeWord(cli, change.type());
    if (!change.regulation_profile().empty() && !change.is_rule_verified()) {
      type += cli.T({" (rule not verified)", " (règle non vérifiée)",
                     " (regel niet nagezien)"});
    }
    table.AddRow({ShortName(change.name()), FormatDate(change.effective_date()),
                  type, accounts, FormatMoneyPlain(change.amount()),
                  change.reason()});
  }
  cli.out() << table.Render(cli.columns());
  return absl::OkStatus();
}

}  // namespace

void AddBudgetChangeCommands(CLI::App& budget, Cli& cli) {
  CLI::App& group = AddGroup(
      budget, cli, "change",
      {"Decisions that change envelopes and lines; none is ever erased.",
       "Décisions qui modifient enveloppes et lignes ; aucune n'est effacée.",
       "Beslissingen die enveloppen en lijnen wijzigen; geen wordt gewist."});
  for (const Kind& kind : Kinds()) AddChange(group, cli, kind);
  auto convention = std::make_shared<std::string>();
  Command command(group, cli, "list",
                  {"Lists the changes, as recorded.",
                   "Liste les modifications, telles qu'enregistrées.",
                   "Somt de wijzigingen op, zoals geboekt."},
                  "entente budget change list");
  auto filter = std::make_shared<std::string>();
  command.Convention(*convention);
  command.Filter(*filter, "type = REDUCTION");
  ListsRows(command, cli);
  command.Run([convention, filter](Cli& cli) {
    return List(cli, *convention, *filter);
  });
}

}  // namespace entente::client
