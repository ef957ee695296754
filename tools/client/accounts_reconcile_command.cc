// entente budget reconcile: the municipal accounts beside the ledger.
#include <memory>
#include <ostream>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "nlohmann/json.hpp"
#include "services/conventions/money/money.h"
#include "tools/client/accounts_compare.h"
#include "tools/client/accounts_parts.h"
#include "tools/client/resource_names.h"
#include "tools/client/table.h"

namespace entente::client {
namespace {

void AddRows(Cli& cli, const Sentence& what,
             const std::vector<AccountsPayment>& payments, Table& table) {
  const auto amount = [](int64_t cents, bool is_there) {
    return is_there ? conventions::FormatAmount(cents, "nl") : std::string("-");
  };
  for (const AccountsPayment& payment : payments) {
    table.AddRow(
        {cli.T(what), absl::StrCat(payment.fiscal_year, "/", payment.mandate),
         payment.budget_line, amount(payment.there_cents, payment.line != 0),
         amount(payment.here_cents, payment.here_cents != 0),
         payment.line == 0 ? "" : absl::StrCat(payment.line)});
  }
}

nlohmann::json ToJson(const std::vector<AccountsPayment>& payments) {
  nlohmann::json list = nlohmann::json::array();
  for (const AccountsPayment& payment : payments) {
    list.push_back({{"fiscalYear", payment.fiscal_year},
                    {"mandate", payment.mandate},
                    {"line", payment.budget_line},
                    {"fileLine", payment.line},
                    {"accountsCents", payment.there_cents},
                    {"ledgerCents", payment.here_cents}});
  }
  return list;
}

void PrintAsJson(Cli& cli, const AccountsComparison& comparison) {
  const nlohmann::json all = {{"equal", comparison.equal.size()},
                              {"onlyInAccounts", ToJson(comparison.only_there)},
                              {"onlyInLedger", ToJson(comparison.only_here)},
                              {"differing", ToJson(comparison.differing)},
                              {"withoutMandate", comparison.without_mandate}};
  cli.out() << all.dump(2) << "\n";
}

void PrintAsTable(Cli& cli, const AccountsComparison& comparison) {
  Table table(
      {{cli.T({"finding", "constat", "bevinding"})},
       {cli.T({"mandate", "mandat", "mandaat"})},
       {cli.T({"line", "ligne", "lijn"}), Align::kLeft, true},
       {cli.T({"accounts", "comptabilité", "boekhouding"}), Align::kRight},
       {cli.T({"ledger", "budget", "budget"}), Align::kRight},
       {cli.T({"row", "rangée", "rij"}), Align::kRight}});
  AddRows(cli,
          {"only in accounts", "seul en comptabilité", "enkel boekhouding"},
          comparison.only_there, table);
  AddRows(cli, {"only in ledger", "seul au budget", "enkel budget"},
          comparison.only_here, table);
  AddRows(cli, {"amounts differ", "montants différents", "andere bedragen"},
          comparison.differing, table);
  if (!table.is_empty()) cli.out() << table.Render(cli.columns()) << "\n";
  const std::string equal = absl::StrCat(comparison.equal.size());
  const size_t others = comparison.only_there.size() +
                        comparison.only_here.size() +
                        comparison.differing.size();
  cli.Say(
      {absl::StrCat(equal, " payments are equal, ", others, " are not."),
       absl::StrCat(equal, " paiements concordent, ", others, " non."),
       absl::StrCat(equal, " betalingen stemmen overeen, ", others, " niet.")});
  if (comparison.without_mandate.empty()) return;
  const std::string count = absl::StrCat(comparison.without_mandate.size());
  const std::string total =
      conventions::FormatBelgianAmount(comparison.without_mandate_cents);
  cli.Say({absl::StrCat(count, " expenses name no mandate (", total,
                        "); they are in no accounts: ",
                        comparison.without_mandate.front(), " …"),
           absl::StrCat(count, " dépenses n'indiquent pas de mandat (", total,
                        ") ; aucune comptabilité ne les connaît : ",
                        comparison.without_mandate.front(), " …"),
           absl::StrCat(count, " uitgaven noemen geen mandaat (", total,
                        "); geen boekhouding kent ze: ",
                        comparison.without_mandate.front(), " …")});
}

absl::Status Reconcile(Cli& cli, const AccountsFlags& flags) {
  ENTENTE_ASSIGN_OR_RETURN(
      const AccountsInput input,
      ReadAccountsInput(cli, flags, AccountsUse::kReconcile));
  ENTENTE_ASSIGN_OR_RETURN(
      const std::string convention,
      ConventionName(cli.session().config(), flags.convention));
  ENTENTE_ASSIGN_OR_RETURN(const auto expenses, AllExpenses(cli, convention));
  ENTENTE_ASSIGN_OR_RETURN(const auto zone_payments,
                           AllZonePayments(cli, convention));
  const AccountsComparison comparison =
      Compare(input.read.rows, expenses, zone_payments);
  if (cli.is_json()) {
    PrintAsJson(cli, comparison);
  } else {
    PrintAsTable(cli, comparison);
  }
  return comparison.is_equal() ? absl::OkStatus() : AlreadyReported();
}

}  // namespace

void AddAccountsReconcileCommand(CLI::App& budget, Cli& cli) {
  auto flags = std::make_shared<AccountsFlags>();
  Command command(
      budget, cli, "reconcile",
      {"Compares an export of the municipal accounts with the ledger: only "
       "there, only here, amounts that differ.\nEnds with 1 when they are not "
       "equal. Stores nothing.",
       "Compare un export de la comptabilité communale au budget : seul "
       "là-bas, seul ici, montants différents.\nSe termine par 1 s'ils ne "
       "concordent pas. N'enregistre rien.",
       "Vergelijkt een export van de gemeenteboekhouding met het budget: enkel "
       "daar, enkel hier, andere bedragen.\nEindigt met 1 als ze niet "
       "overeenstemmen. Bewaart niets."},
      "entente budget reconcile mandats-2018.csv --mapping accounts.textproto");
  flags->Declare(command);
  command.Reads();
  command.Run([flags](Cli& cli) { return Reconcile(cli, *flags); });
}

}  // namespace entente::client
