// Budget changes: which there are, what each moves, what it must be. Pure.
//
//   type                method  from      to        movements          rule
//   REDUCTION           grant   envelope            REDUCE
//   INCREASE            grant             envelope  GRANT
//   CARRY_OVER          grant   envelope  envelope  CARRY_OUT CARRY_IN
//                                                                 carry_over
//   LAPSE               grant   envelope            DEALLOT… LAPSE
//   LAPSE_REVERSAL      grant   envelope            UNLAPSE
//   CARRY_OVER_REVERSAL grant   envelope  envelope  UNCARRY_IN UNCARRY_OUT
//   GRANT               amendment         envelope  GRANT
//   ALLOTMENT_INCREASE  budget            line      ALLOT
//   ALLOTMENT_DECREASE  budget  line                DEALLOT            within
//   REALLOCATION        budget  line      line      DEALLOT ALLOT      within
//
// `rule` is the TransferRule of the regulation profile that must allow it. What
// a reduction left over-allotted may be taken back without one: the envelope no
// longer has it.
#ifndef SERVICES_CONVENTIONS_BUDGET_CHANGE_RULES_H_
#define SERVICES_CONVENTIONS_BUDGET_CHANGE_RULES_H_

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "entente/conventions/v1/budget_change_service.pb.h"
#include "entente/conventions/v1/regulation.pb.h"
#include "services/conventions/ledger_rules.h"
#include "services/conventions/name_rules.h"

namespace entente::conventions {

// An envelope, or one of its lines.
struct AccountName {
  EnvelopeName envelope;
  std::optional<LineName> line;
  bool operator==(const AccountName&) const = default;
};

struct ChangeKind {
  enum Place { kNowhere, kEnvelope, kLine };
  enum Rule { kNoRule, kWithinEnvelope, kCarryOver };
  // Whether an account may give, or get, `amount_cents`. Null: always.
  using Check = absl::Status (*)(const Balances& account, int64_t amount_cents);

  v1::BudgetChange::Type type;
  // Of CreateGrantChange, else of CreateBudgetChange.
  bool is_grant;
  Place from;
  // What is posted on `from`, which must pass `may_give` before.
  v1::LedgerEntry::Type takes;
  Check may_give;
  Place to;
  // What is posted on `to`, whose envelope must pass `may_get` before.
  v1::LedgerEntry::Type gives;
  Check may_get;
  Rule rule;
  // Else it is all that is left, after what lines have not used.
  bool has_amount;
  bool needs_decision;
  // What it takes back: none of it before it was done (undo_rules.h).
  v1::BudgetChange::Type undoes = v1::BudgetChange::TYPE_UNSPECIFIED;
};

struct NewChange {
  const ChangeKind* kind = nullptr;
  ConventionName convention;
  std::optional<AccountName> from;
  std::optional<AccountName> to;
  // 0 where the kind has none.
  int64_t amount_cents = 0;
};

// Errors: INVALID_ARGUMENT naming the field, those of name_rules.h,
// field_rules.h and budget_change_errors.h.
absl::StatusOr<NewChange> ValidateCreateBudgetChange(
    const v1::CreateBudgetChangeRequest& request);
absl::StatusOr<NewChange> ValidateCreateGrantChange(
    const v1::CreateGrantChangeRequest& request);

// Money moves now, so not from a day that is to come. INVALID_ARGUMENT /
// EFFECTIVE_DATE_BEFORE_TERM, DATE_IN_FUTURE.
absl::Status CheckEffectiveDate(const google::type::Date& date,
                                const google::type::Date& term_begin,
                                const google::type::Date& today);

// What the lines of an envelope gave up by transfers that the regulation
// bounds, each net of what it got again: before a change, and with it.
struct ShiftedCents {
  int64_t before = 0;
  int64_t after = 0;
};

// Adds up what lines gave up: `earlier` are all changes of the convention.
ShiftedCents ShiftedBy(const NewChange& change,
                       const std::vector<v1::BudgetChange>& earlier);

// The rule of the profile that allows `change`, taken from `envelope` or one of
// its lines; null where none is needed. It lives as long as `profile`. Errors:
// FAILED_PRECONDITION / TRANSFER_FORBIDDEN, CARRY_OVER_CAPPED, SHIFT_CAPPED.
absl::StatusOr<const v1::TransferRule*> AllowedBy(
    const NewChange& change, const v1::RegulationProfile& profile,
    const Balances& envelope, const ShiftedCents& shifted = {});

}  // namespace entente::conventions

#endif  // SERVICES_CONVENTIONS_BUDGET_CHANGE_RULES_H_
