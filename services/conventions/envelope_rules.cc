#include "services/conventions/envelope_rules.h"

#include "services/conventions/category_rules.h"
#include "services/conventions/federal_rules.h"
#include "services/conventions/life_rules.h"
#include "services/conventions/money/money.h"

namespace entente::conventions {

v1::Line ToLine(const LineName& name, const std::string& objective_id,
                const std::string& category, const Balances& balances,
                const v1::RegulationProfile* profile) {
  v1::Line line;
  line.set_name(Format(name));
  line.set_objective_id(objective_id);
  line.set_category(category);
  *line.mutable_amount() = MoneyFromCents(balances.allotted_cents);
  *line.mutable_position() = ToPosition(AccountKind::kLine, balances);
  if (profile == nullptr) return line;
  for (std::string& value : UnverifiedOfCategory(*profile, category)) {
    line.add_unverified_values(std::move(value));
  }
  return line;
}

v1::Envelope ToEnvelope(const EnvelopeName& name, const Balances& balances,
                        const v1::Convention& convention,
                        const v1::RegulationProfile* profile) {
  const EnvelopeKey key = ParseEnvelopeId(name.envelope);
  v1::Envelope envelope;
  envelope.set_name(Format(name));
  envelope.set_allocation(key.allocation);
  envelope.set_year(key.year);
  *envelope.mutable_position() = ToPosition(AccountKind::kEnvelope, balances);
  envelope.set_is_outside_term(!IsYearInTerm(key.year, convention));
  if (profile == nullptr) return envelope;
  const bool is_carried =
      balances.carried_in_cents != 0 || balances.carried_out_cents != 0;
  if (is_carried && !profile->transfer_rules().carry_over().is_verified()) {
    envelope.add_unverified_values("transfer_rules.carry_over");
  }
  const AdvanceCap cap = AdvanceCapOf(*profile, balances.allocated_cents);
  if (balances.advance_cents != 0 && cap.is_stated && !cap.is_verified) {
    envelope.add_unverified_values("instalments");
  }
  return envelope;
}

void AddCategories(const std::set<std::string>& categories,
                   const v1::RegulationProfile* profile,
                   v1::Envelope& envelope) {
  if (profile == nullptr) return;
  for (const std::string& category : categories) {
    for (std::string& value : UnverifiedOfCategory(*profile, category)) {
      envelope.add_unverified_values(std::move(value));
    }
  }
}

}  // namespace entente::conventions
