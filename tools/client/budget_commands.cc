#include <memory>
#include <ostream>
#include <string>

#include "absl/strings/str_cat.h"
#include "entente/conventions/v1/budget_service.grpc.pb.h"
#include "tools/client/accounts_parts.h"
#include "tools/client/budget_output.h"
#include "tools/client/budget_parts.h"
#include "tools/client/commands.h"
#include "tools/client/format.h"
#include "tools/client/resource_names.h"
#include "tools/client/table.h"

namespace entente::client {
namespace {

namespace v1 = entente::conventions::v1;
using v1::BudgetService;

struct ReserveFlags {
  MutationFlags mutation;
  std::string convention;
  std::string line;
  std::string amount;
  std::string description;
  std::string expires;
  int fiscal_year = 0;
  std::string commitment;
};

absl::Status Reserve(Cli& cli, const ReserveFlags& flags) {
  v1::CreateReservationRequest request;
  v1::Reservation& reservation = *request.mutable_reservation();
  ENTENTE_ASSIGN_OR_RETURN(
      *request.mutable_parent(),
      ConventionName(cli.session().config(), flags.convention));
  ENTENTE_ASSIGN_OR_RETURN(*reservation.mutable_line(),
                           LineName(request.parent(), flags.line));
  ENTENTE_ASSIGN_OR_RETURN(*reservation.mutable_amount(),
                           ParseMoneyFlag("--amount", flags.amount));
  reservation.set_description(flags.description);
  if (!flags.expires.empty()) {
    ENTENTE_ASSIGN_OR_RETURN(*reservation.mutable_expire_date(),
                             ParseDateFlag("--expires", flags.expires));
  }
  if (flags.fiscal_year != 0 || !flags.commitment.empty()) {
    v1::MunicipalReference& reference =
        *reservation.mutable_municipal_reference();
    reference.set_fiscal_year(flags.fiscal_year);
    reference.set_commitment(flags.commitment);
  }
  flags.mutation.Apply(request);
  ENTENTE_ASSIGN_OR_RETURN(
      const v1::Reservation made,
      cli.session().Call(&BudgetService::Stub::CreateReservation, request));
  if (cli.is_json()) return cli.PrintJson(made);
  const std::string amount = FormatMoney(made.amount());
  flags.mutation.SayDone(
      cli, made.name(),
      {absl::StrCat("Reserved: ", amount), absl::StrCat("Engagé : ", amount),
       absl::StrCat("Vastgelegd: ", amount)});
  PrintLinePosition(cli, made.line(), made.line_position());
  return absl::OkStatus();
}

void AddReserve(CLI::App& group, Cli& cli) {
  auto flags = std::make_shared<ReserveFlags>();
  Command command(
      group, cli, "reserve",
      {"Holds an amount on a line.", "Engage un montant sur une ligne.",
       "Legt een bedrag op een lijn vast."},
      "entente budget reserve --line general-2018/so-01-personnel "
      "--amount 12.500,00");
  command.Convention(flags->convention);
  LineFlag(command, flags->line);
  AmountFlag(command, flags->amount);
  DescriptionFlag(command, flags->description);
  command.Option("--expires", flags->expires,
                 {"Last day on which it can be posted, as in 2018-11-30.",
                  "Dernier jour où il peut être imputé, comme 2018-11-30.",
                  "Laatste dag waarop ze kan worden geboekt, zoals "
                  "2018-11-30."});
  FiscalYearFlag(command, flags->fiscal_year);
  CommitmentFlag(command, flags->commitment);
  flags->mutation.Declare(command);
  command.Reads();
  command.Run([flags](Cli& cli) { return Reserve(cli, *flags); });
}

void AddVoid(CLI::App& group, Cli& cli) {
  struct Flags {
    MutationFlags mutation;
    std::string convention;
    std::string name;
  };
  auto flags = std::make_shared<Flags>();
  Command command(group, cli, "void",
                  {"Releases a reservation without an expense.",
                   "Libère un engagement sans dépense.",
                   "Geeft een vastlegging vrij zonder uitgave."},
                  "entente budget void r-000001");
  command.Positional("NAME", flags->name,
                     {"Reservation.", "Engagement.", "Vastlegging."});
  command.Convention(flags->convention);
  flags->mutation.Declare(command);
  command.Reads();
  command.Run([flags](Cli& cli) -> absl::Status {
    v1::VoidReservationRequest request;
    ENTENTE_ASSIGN_OR_RETURN(
        const std::string convention,
        ConventionName(cli.session().config(), flags->convention));
    request.set_name(Under(convention, "reservations", flags->name));
    flags->mutation.Apply(request);
    ENTENTE_ASSIGN_OR_RETURN(
        const v1::Reservation made,
        cli.session().Call(&BudgetService::Stub::VoidReservation, request));
    if (cli.is_json()) return cli.PrintJson(made);
    flags->mutation.SayDone(cli, made.name(),
                            {"Released.", "Libérée.", "Vrijgegeven."});
    PrintLinePosition(cli, made.line(), made.line_position());
    return absl::OkStatus();
  });
}

void AddExpire(CLI::App& group, Cli& cli) {
  struct Flags {
    MutationFlags mutation;
    std::string convention;
  };
  auto flags = std::make_shared<Flags>();
  Command command(group, cli, "expire",
                  {"Releases the reservations whose last day has passed.",
                   "Libère les engagements dont le dernier jour est passé.",
                   "Geeft de vastleggingen vrij waarvan de laatste dag voorbij "
                   "is."},
                  "entente budget expire");
  command.Convention(flags->convention);
  command.DryRun(flags->mutation.is_dry_run);
  command.Reads();
  command.Run([flags](Cli& cli) -> absl::Status {
    v1::ExpireReservationsRequest request;
    ENTENTE_ASSIGN_OR_RETURN(
        *request.mutable_parent(),
        ConventionName(cli.session().config(), flags->convention));
    v1::ExpireReservationsResponse all;
    do {
      flags->mutation.Apply(request);
      ENTENTE_ASSIGN_OR_RETURN(
          const v1::ExpireReservationsResponse some,
          cli.session().Call(&BudgetService::Stub::ExpireReservations,
                             request));
      all.mutable_reservations()->MergeFrom(some.reservations());
      all.set_has_more(some.has_more());
      // A rehearsal would find the same ones again.
    } while (all.has_more() && !flags->mutation.is_dry_run);
    if (cli.is_json()) return cli.PrintJson(all);
    Table table(
        {{cli.T({"name", "nom", "naam"})},
         {cli.T({"last day", "dernier jour", "laatste dag"})},
         {cli.T({"line", "ligne", "lijn"})},
         {cli.T({"amount EUR", "montant EUR", "bedrag EUR"}), Align::kRight}});
    for (const v1::Reservation& reservation : all.reservations()) {
      table.AddRow({ShortName(reservation.name()),
                    FormatDate(reservation.expire_date()),
                    ShortName(reservation.line()),
                    FormatMoneyPlain(reservation.amount())});
    }
    if (!table.is_empty()) cli.out() << table.Render(cli.columns());
    const std::string count = absl::StrCat(all.reservations_size());
    cli.Say({absl::StrCat("Expired: ", count, "."),
             absl::StrCat("Expirés : ", count, "."),
             absl::StrCat("Vervallen: ", count, ".")});
    return absl::OkStatus();
  });
}

struct SpendFlags {
  MutationFlags mutation;
  std::string convention;
  std::string line;
  std::string amount;
  std::string evidence;
  std::string reservation;
  std::string service_date;
  std::string description;
  int fiscal_year = 0;
  std::string budget_article;
  std::string commitment;
  std::string mandate;
  std::string mandate_date;
  std::string payment_date;
};

absl::Status Spend(Cli& cli, const SpendFlags& flags) {
  v1::CreateExpenseRequest request;
  v1::Expense& expense = *request.mutable_expense();
  ENTENTE_ASSIGN_OR_RETURN(
      *request.mutable_parent(),
      ConventionName(cli.session().config(), flags.convention));
  ENTENTE_ASSIGN_OR_RETURN(*expense.mutable_line(),
                           LineName(request.parent(), flags.line));
  ENTENTE_ASSIGN_OR_RETURN(*expense.mutable_amount(),
                           ParseMoneyFlag("--amount", flags.amount));
  ENTENTE_ASSIGN_OR_RETURN(*expense.mutable_service_date(),
                           ParseDateFlag("--service-date", flags.service_date));
  expense.set_evidence(
      Under(MunicipalityOf(request.parent()), "evidence", flags.evidence));
  expense.set_reservation(
      Under(request.parent(), "reservations", flags.reservation));
  expense.set_description(flags.description);
  if (flags.fiscal_year != 0 || !flags.budget_article.empty() ||
      !flags.commitment.empty() || !flags.mandate.empty() ||
      !flags.mandate_date.empty() || !flags.payment_date.empty()) {
    v1::MunicipalReference& reference = *expense.mutable_municipal_reference();
    reference.set_fiscal_year(flags.fiscal_year);
    reference.set_budget_article(flags.budget_article);
    reference.set_commitment(flags.commitment);
    reference.set_mandate(flags.mandate);
    ENTENTE_RETURN_IF_ERROR(
        SetMandateDates(flags.mandate_date, flags.payment_date, reference));
  }
  flags.mutation.Apply(request);
  ENTENTE_ASSIGN_OR_RETURN(
      const v1::Expense made,
      cli.session().Call(&BudgetService::Stub::CreateExpense, request));
  if (cli.is_json()) return cli.PrintJson(made);
  const std::string amount = FormatMoney(made.amount());
  flags.mutation.SayDone(
      cli, made.name(),
      {absl::StrCat("Spent: ", amount), absl::StrCat("Dépensé : ", amount),
       absl::StrCat("Uitgegeven: ", amount)});
  PrintLinePosition(cli, made.line(), made.line_position());
  return absl::OkStatus();
}

void AddSpend(CLI::App& group, Cli& cli) {
  auto flags = std::make_shared<SpendFlags>();
  Command command(
      group, cli, "spend",
      {"Posts an expense with its evidence, from a reservation or directly.",
       "Impute une dépense sur sa pièce justificative, avec ou sans engagement "
       "préalable.",
       "Boekt een uitgave op haar bewijsstuk, met of zonder voorafgaande "
       "vastlegging."},
      "entente budget spend --line general-2018/so-01-personnel --amount "
      "3.200,00 --evidence v-000001 --reservation r-000001 --service-date "
      "2018-05-02");
  command.Convention(flags->convention);
  LineFlag(command, flags->line);
  AmountFlag(command, flags->amount);
  command
      .Option(
          "--evidence", flags->evidence,
          {"Evidence it is charged to, as in v-000001.",
           "Pièce justificative sur laquelle elle est imputée, comme v-000001.",
           "Bewijsstuk waarop ze wordt aangerekend, zoals v-000001."})
      ->required();
  command.Option("--reservation", flags->reservation,
                 {"Reservation it ends, as in r-000001.",
                  "Engagement auquel elle met fin, comme r-000001.",
                  "Vastlegging die ze beëindigt, zoals r-000001."});
  command
      .Option("--service-date", flags->service_date,
              {"Day the service was rendered: decides the year.",
               "Jour de la prestation ; il détermine l'année.",
               "Dag van de prestatie; hij bepaalt het jaar."})
      ->required();
  DescriptionFlag(command, flags->description);
  FiscalYearFlag(command, flags->fiscal_year);
  command.Option("--budget-article", flags->budget_article,
                 {"Municipal accounts: budget article.",
                  "Comptabilité communale : article budgétaire.",
                  "Gemeenteboekhouding: begrotingsartikel."});
  CommitmentFlag(command, flags->commitment);
  MandateFlag(command, flags->mandate);
  MandateDateFlags(command, flags->mandate_date, flags->payment_date);
  flags->mutation.Declare(command);
  command.Reads();
  command.Run([flags](Cli& cli) { return Spend(cli, *flags); });
}

}  // namespace

void AddBudgetCommands(CLI::App& root, Cli& cli) {
  CLI::App& group =
      AddGroup(root, cli, "budget",
               {"Money, to the cent: allot, reserve, spend, pay, claim, read.",
                "Le budget, au centime près : répartir, engager, dépenser, "
                "verser, déclarer, consulter.",
                "Het budget, tot op de cent: verdelen, vastleggen, uitgeven, "
                "storten, vorderen, raadplegen."});
  AddAllotCommand(group, cli);
  AddReserve(group, cli);
  AddVoid(group, cli);
  AddExpire(group, cli);
  AddEvidenceCommands(group, cli);
  AddSpend(group, cli);
  AddCorrectCommand(group, cli);
  AddBudgetChangeCommands(group, cli);
  AddPayZoneCommands(group, cli);
  AddAccountsImportCommand(group, cli);
  AddAccountsReconcileCommand(group, cli);
  AddClaimCommands(group, cli);
  AddFederalCommands(group, cli);
  AddBudgetReadCommands(group, cli);
  AddRecountCommand(group, cli);
  AddRegulationCommand(group, cli);
}

}  // namespace entente::client
