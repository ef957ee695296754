// Balances as stored, and as people see them.
#include <algorithm>

#include "services/conventions/ledger_rules.h"
#include "services/conventions/money/money.h"

namespace entente::conventions {

Balances FromRecord(const v1::AccountRecord& record) {
  return {.allocated_cents = record.allocated_cents(),
          .allotted_cents = record.allotted_cents(),
          .reserved_cents = record.reserved_cents(),
          .spent_cents = record.spent_cents(),
          .zone_project_cents = record.zone_project_cents(),
          .zone_deduction_cents = record.zone_deduction_cents(),
          .claimed_cents = record.claimed_cents(),
          .accepted_cents = record.accepted_cents(),
          .ineligible_cents = record.ineligible_cents(),
          .reduced_cents = record.reduced_cents(),
          .carried_in_cents = record.carried_in_cents(),
          .carried_out_cents = record.carried_out_cents(),
          .lapsed_cents = record.lapsed_cents(),
          .advance_cents = record.advance_cents(),
          .balance_cents = record.balance_cents(),
          .demanded_cents = record.demanded_cents(),
          .recovered_cents = record.recovered_cents()};
}

v1::AccountRecord ToRecord(const Balances& balances) {
  v1::AccountRecord record;
  record.set_allocated_cents(balances.allocated_cents);
  record.set_allotted_cents(balances.allotted_cents);
  record.set_reserved_cents(balances.reserved_cents);
  record.set_spent_cents(balances.spent_cents);
  record.set_zone_project_cents(balances.zone_project_cents);
  record.set_zone_deduction_cents(balances.zone_deduction_cents);
  record.set_claimed_cents(balances.claimed_cents);
  record.set_accepted_cents(balances.accepted_cents);
  record.set_ineligible_cents(balances.ineligible_cents);
  record.set_reduced_cents(balances.reduced_cents);
  record.set_carried_in_cents(balances.carried_in_cents);
  record.set_carried_out_cents(balances.carried_out_cents);
  record.set_lapsed_cents(balances.lapsed_cents);
  record.set_advance_cents(balances.advance_cents);
  record.set_balance_cents(balances.balance_cents);
  record.set_demanded_cents(balances.demanded_cents);
  record.set_recovered_cents(balances.recovered_cents);
  return record;
}

v1::Position ToPosition(AccountKind kind, const Balances& balances) {
  const bool is_line = kind == AccountKind::kLine;
  // A line draws on its envelope, so a rest of it would be negative.
  const int64_t unallotted = is_line ? 0 : balances.unallotted_cents();
  const int64_t available = is_line ? balances.available_cents()
                                    : std::min(balances.available_cents(),
                                               balances.uncommitted_cents());
  v1::Position position;
  *position.mutable_allocated() = MoneyFromCents(balances.allocated_cents);
  *position.mutable_unallotted() = MoneyFromCents(unallotted);
  *position.mutable_available() = MoneyFromCents(available);
  *position.mutable_recoverable() =
      MoneyFromCents(balances.recoverable_cents());
  *position.mutable_allotted() = MoneyFromCents(balances.allotted_cents);
  *position.mutable_reserved() = MoneyFromCents(balances.reserved_cents);
  *position.mutable_spent() = MoneyFromCents(balances.spent_cents);
  *position.mutable_zone_project() =
      MoneyFromCents(balances.zone_project_cents);
  *position.mutable_zone_deduction() =
      MoneyFromCents(balances.zone_deduction_cents);
  *position.mutable_claimed() = MoneyFromCents(balances.claimed_cents);
  *position.mutable_accepted() = MoneyFromCents(balances.accepted_cents);
  *position.mutable_ineligible() = MoneyFromCents(balances.ineligible_cents);
  *position.mutable_reduced() = MoneyFromCents(balances.reduced_cents);
  *position.mutable_carried_in() = MoneyFromCents(balances.carried_in_cents);
  *position.mutable_carried_out() = MoneyFromCents(balances.carried_out_cents);
  *position.mutable_lapsed() = MoneyFromCents(balances.lapsed_cents);
  *position.mutable_paid_advance() = MoneyFromCents(balances.advance_cents);
  *position.mutable_paid_balance() = MoneyFromCents(balances.balance_cents);
  *position.mutable_recovered() = MoneyFromCents(balances.recovered_cents);
  return position;
}

}  // namespace entente::conventions
