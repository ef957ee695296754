#include "services/conventions/opening_store.h"

#include <string>

#include "entente/conventions/v1/budget_change.pb.h"
#include "services/common/base/error.h"
#include "services/common/base/timestamp.h"
#include "services/common/store/records.h"
#include "services/conventions/convention_store.h"
#include "services/conventions/conventions_keys.h"
#include "services/conventions/envelope_rules.h"
#include "services/conventions/ledger_store.h"
#include "services/conventions/money/money.h"
#include "services/conventions/regulation_rules.h"

namespace entente::conventions {
namespace {

using v1::Amendment;
using v1::BudgetChange;
using v1::ConventionChange;

BudgetChange GrantOf(const ConventionChange::EnvelopeOpening& opening,
                     const EnvelopeName& envelope, const Amendment& amendment,
                     absl::Time now) {
  BudgetChange change;
  change.set_name(opening.budget_change());
  change.set_type(BudgetChange::TYPE_GRANT);
  change.set_to(Format(envelope));
  *change.mutable_amount() = opening.amount();
  change.set_reason(amendment.title());
  change.set_decision_reference(
      amendment.name().substr(amendment.name().rfind('/') + 1));
  *change.mutable_effective_date() = amendment.effective_date();
  *change.mutable_create_time() = ToTimestamp(now);
  return change;
}

}  // namespace

absl::Status NameOpenings(store::Transaction& transaction,
                          const ConventionName& name, Amendment& amendment) {
  for (ConventionChange& change : *amendment.mutable_changes()) {
    if (!change.has_envelope_opening()) continue;
    ENTENTE_ASSIGN_OR_RETURN(
        const int64_t number,
        TakeNumber(transaction, NumberedKind::kBudgetChange, name));
    change.mutable_envelope_opening()->set_budget_change(
        FormatNumbered(NumberedKind::kBudgetChange, name, number));
  }
  return absl::OkStatus();
}

absl::Status PostOpenings(store::Transaction& transaction,
                          const ConventionName& name,
                          const Amendment& amendment, absl::Time now) {
  for (const ConventionChange& change : amendment.changes()) {
    if (!change.has_envelope_opening()) continue;
    const auto& opening = change.envelope_opening();
    const EnvelopeName envelope{
        name, EnvelopeId(opening.allocation(), opening.year())};
    ENTENTE_ASSIGN_OR_RETURN(const int64_t cents,
                             CentsFromMoney(opening.amount(), "amount"));
    ENTENTE_ASSIGN_OR_RETURN(
        const NumberedName number,
        ParseNumberedName(NumberedKind::kBudgetChange, opening.budget_change(),
                          "budget_change"));
    ENTENTE_RETURN_IF_ERROR(OpenEnvelope(transaction, envelope, cents,
                                         amendment.effective_date(), now,
                                         opening.budget_change()));
    store::PutRecord(
        transaction,
        keys::Numbered(NumberedKind::kBudgetChange, name, number.number),
        GrantOf(opening, envelope, amendment, now));
  }
  return absl::OkStatus();
}

absl::Status AddOpened(const store::Reader& reader,
                       const std::vector<v1::RegulationProfile>& profiles,
                       Amendment& amendment) {
  ENTENTE_ASSIGN_OR_RETURN(
      const NumberedName name,
      ParseNumberedName(NumberedKind::kAmendment, amendment.name(), "name"));
  ENTENTE_ASSIGN_OR_RETURN(const v1::Convention convention,
                           GetConventionHead(reader, name.parent, "name"));
  for (const ConventionChange& change : amendment.changes()) {
    if (!change.has_envelope_opening()) continue;
    const auto& opening = change.envelope_opening();
    const EnvelopeName envelope{
        name.parent, EnvelopeId(opening.allocation(), opening.year())};
    ENTENTE_ASSIGN_OR_RETURN(const Balances balances,
                             GetEnvelope(reader, envelope, "name"));
    *amendment.add_opened_envelopes() =
        ToEnvelope(envelope, balances, convention,
                   FindRegulationProfile(profiles, convention.valid_from()));
  }
  return absl::OkStatus();
}

}  // namespace entente::conventions
