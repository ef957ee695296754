// convention export: a convention and its money for others' programs.
#include <memory>
#include <ostream>
#include <string>

#include "absl/time/clock.h"
#include "entente/conventions/v1/budget_service.grpc.pb.h"
#include "entente/conventions/v1/convention_service.grpc.pb.h"
#include "entente/conventions/v1/federal_payment_service.grpc.pb.h"
#include "services/conventions/money/identifiers.h"
#include "tools/client/convention_parts.h"
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
  data.now = absl::Now();
  return data;
}

absl::Status Export(Cli& cli, const Flags& flags) {
  ENTENTE_ASSIGN_OR_RETURN(const std::string name,
                           ConventionName(cli.session().config(), flags.name));
  ENTENTE_ASSIGN_OR_RETURN(
      const std::string number,
      conventions::EnterpriseNumber(flags.reporter, "--reporter"));
  ENTENTE_ASSIGN_OR_RETURN(IatiData data, Gather(cli.session(), name));
  data.enterprise_number = number;
  cli.out() << ToIati(data);
  return absl::OkStatus();
}

}  // namespace

void AddExportCommand(CLI::App& convention, Cli& cli) {
  auto flags = std::make_shared<Flags>();
  Command command(
      convention, cli, "export",
      {"Writes the convention and its money as an activity of IATI 2.03 (XML), "
       "to publish: expenses as sums of a month, no person, no description.",
       "Écrit la convention et ses montants comme activité IATI 2.03 (XML), à "
       "publier : dépenses en sommes mensuelles, aucune personne, aucun objet.",
       "Schrijft de overeenkomst en haar bedragen als activiteit van IATI 2.03 "
       "(XML), om te publiceren: uitgaven als maandsommen, geen persoon, geen "
       "voorwerp."},
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
