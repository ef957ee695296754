// convention export: a convention and its money for others' programs.
#include <memory>
#include <ostream>
#include <string>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "entente/conventions/v1/budget_change_service.grpc.pb.h"
#include "entente/conventions/v1/budget_service.grpc.pb.h"
#include "entente/conventions/v1/convention_service.grpc.pb.h"
#include "entente/conventions/v1/federal_payment_service.grpc.pb.h"
#include "entente/indicators/v1/definition_service.grpc.pb.h"
#include "services/conventions/money/identifiers.h"
#include "services/conventions/money/money.h"
#include "tools/client/convention_parts.h"
#include "tools/client/iati/expense_sums.h"
#include "tools/client/iati/iati.h"
#include "tools/client/resource_names.h"

namespace entente::client {
namespace {

namespace v1 = entente::conventions::v1;

constexpr int kPageSize = 1000;

struct Flags {
  std::string name;
  std::string reporter;
};

absl::StatusOr<IatiData> Gather(Session& session, const std::string& name) {
  IatiData data;
  v1::GetConventionRequest get;
  get.set_name(name);
  ENTENTE_ASSIGN_OR_RETURN(
      data.convention,
      session.Call(&v1::ConventionService::Stub::GetConvention, get));
  v1::ListEnvelopesRequest envelopes;
  envelopes.set_parent(name);
  ENTENTE_ASSIGN_OR_RETURN(
      const v1::ListEnvelopesResponse listed,
      session.Call(&v1::BudgetService::Stub::ListEnvelopes, envelopes));
  data.envelopes.assign(listed.envelopes().begin(), listed.envelopes().end());
  v1::ListExpensesRequest expenses;
  expenses.set_parent(name);
  expenses.set_page_size(kPageSize);
  ENTENTE_ASSIGN_OR_RETURN(
      const v1::ListExpensesResponse spent,
      session.CallAllPages(&v1::BudgetService::Stub::ListExpenses, expenses));
  data.expenses.assign(spent.expenses().begin(), spent.expenses().end());
  v1::ListZonePaymentsRequest zone;
  zone.set_parent(name);
  zone.set_page_size(kPageSize);
  ENTENTE_ASSIGN_OR_RETURN(
      const v1::ListZonePaymentsResponse paid,
      session.CallAllPages(&v1::BudgetService::Stub::ListZonePayments, zone));
  data.zone_payments.assign(paid.zone_payments().begin(),
                            paid.zone_payments().end());
  v1::ListFederalPaymentsRequest federal;
  federal.set_parent(name);
  federal.set_page_size(kPageSize);
  ENTENTE_ASSIGN_OR_RETURN(
      const v1::ListFederalPaymentsResponse received,
      session.CallAllPages(
          &v1::FederalPaymentService::Stub::ListFederalPayments, federal));
  data.federal_payments.assign(received.federal_payments().begin(),
                               received.federal_payments().end());
  v1::ListBudgetChangesRequest changes;
  changes.set_parent(name);
  changes.set_page_size(kPageSize);
  ENTENTE_ASSIGN_OR_RETURN(
      const v1::ListBudgetChangesResponse changed,
      session.CallAllPages(&v1::BudgetChangeService::Stub::ListBudgetChanges,
                           changes));
  data.budget_changes.assign(changed.budget_changes().begin(),
                             changed.budget_changes().end());
  indicators::v1::ListMeasuresRequest measures;
  measures.set_parent(name.substr(0, name.rfind("/conventions/")));
  measures.set_page_size(kPageSize);
  ENTENTE_ASSIGN_OR_RETURN(
      const indicators::v1::ListMeasuresResponse counted,
      session.CallAllPages(
          &indicators::v1::DefinitionService::Stub::ListMeasures, measures));
  for (const auto& measure : counted.measures()) {
    data.measures[measure.definition().code()] = measure;
  }
  data.now = absl::Now();
  return data;
}

// What its sums leave out, to whom may read it all; not in the file.
void SayHeldBack(Cli& cli, const ExpenseSums& sums) {
  if (sums.held_back_count == 0) return;
  const std::string amount =
      conventions::FormatBelgianAmount(sums.held_back_cents);
  const int64_t count = sums.held_back_count;
  cli.Note({absl::StrCat("Not published: ", count, " expenses, ", amount,
                         ", of a year that is not over or that has too few "
                         "to hide a single pay."),
            absl::StrCat("Non publiées : ", count, " dépenses, ", amount,
                         ", d'une année en cours ou qui en a trop peu pour "
                         "cacher un salaire isolé."),
            absl::StrCat("Niet gepubliceerd: ", count, " uitgaven, ", amount,
                         ", van een jaar dat niet om is of dat er te weinig "
                         "heeft om één loon te verbergen.")});
}

absl::Status Export(Cli& cli, const Flags& flags) {
  ENTENTE_ASSIGN_OR_RETURN(const std::string name,
                           ConventionName(cli.session().config(), flags.name));
  ENTENTE_ASSIGN_OR_RETURN(
      const std::string number,
      conventions::EnterpriseNumber(flags.reporter, "--reporter"));
  ENTENTE_ASSIGN_OR_RETURN(IatiData data, Gather(cli.session(), name));
  data.enterprise_number = number;
  ENTENTE_RETURN_IF_ERROR(CheckPublishable(data));
  cli.out() << ToIati(data);
  SayHeldBack(cli, SumExpenses(data.expenses, Today(data)));
  return absl::OkStatus();
}

}  // namespace

void AddExportCommand(CLI::App& convention, Cli& cli) {
  auto flags = std::make_shared<Flags>();
  Command command(
      convention, cli, "export",
      {"Writes the convention and its money as an activity of IATI 2.03 (XML), "
       "to publish: expenses as sums of a whole year, none that could be one "
       "person's pay, no description.",
       "Écrit la convention et ses montants comme activité IATI 2.03 (XML), à "
       "publier : dépenses en sommes d'une année entière, aucune qui puisse "
       "être "
       "le salaire d'une personne, aucun objet.",
       "Schrijft de overeenkomst en haar bedragen als activiteit van IATI 2.03 "
       "(XML), om te publiceren: uitgaven als sommen van een heel jaar, geen "
       "die "
       "het loon van één persoon kan zijn, geen voorwerp."},
      "entente convention export --reporter 0207.373.429 > css.xml");
  command
      .Positional("NAME", flags->name,
                  {"Convention, as in css-2018-2019; the remembered one by "
                   "default.",
                   "Convention, comme css-2018-2019 ; celle qui est retenue "
                   "par défaut.",
                   "Overeenkomst, zoals css-2018-2019; standaard de onthouden "
                   "overeenkomst."})
      ->required(false);
  command
      .Option("--reporter", flags->reporter,
              {"Enterprise number of the municipality, who publishes.",
               "Numéro d'entreprise de la commune, qui publie.",
               "Ondernemingsnummer van de gemeente, die publiceert."})
      ->required();
  command.Run([flags](Cli& cli) { return Export(cli, *flags); });
}

}  // namespace entente::client
