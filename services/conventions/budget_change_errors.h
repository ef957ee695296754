// Refusals of budget changes, by name; see ledger_errors.h. Pure.
#ifndef SERVICES_CONVENTIONS_BUDGET_CHANGE_ERRORS_H_
#define SERVICES_CONVENTIONS_BUDGET_CHANGE_ERRORS_H_

#include <cstdint>
#include <string>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "entente/conventions/v1/budget_change.pb.h"
#include "entente/conventions/v1/regulation.pb.h"
#include "google/type/date.pb.h"

namespace entente::conventions {

struct Balances;

// INVALID_ARGUMENT / CHANGE_TYPE, field budget_change.type: not of the method
// that was called; `right` lists those that are.
absl::Status WrongChangeType(const std::string& right);

// INVALID_ARGUMENT / CHANGE_ACCOUNT: `field` names what the type does not take,
// or an envelope for a line or the reverse.
absl::Status WrongChangeAccount(v1::BudgetChange::Type type,
                                absl::string_view field,
                                absl::string_view wanted_en,
                                absl::string_view wanted_fr,
                                absl::string_view wanted_nl);

// INVALID_ARGUMENT / OTHER_ENVELOPE, field budget_change.to.
absl::Status LinesOfTwoEnvelopes();

// INVALID_ARGUMENT / NOT_YEAR_BEFORE: of a reversal; `right` is the envelope.
absl::Status NotTheYearBefore(const std::string& right);

// INVALID_ARGUMENT / NOT_NEXT_YEAR, field budget_change.to.
absl::Status NotTheNextYear(const std::string& right);

// INVALID_ARGUMENT / SAME_ACCOUNT, field budget_change.to.
absl::Status SameAccount();

// INVALID_ARGUMENT / EFFECTIVE_DATE_BEFORE_TERM, field
// budget_change.effective_date.
absl::Status EffectiveDateBeforeTerm(const google::type::Date& given,
                                     const google::type::Date& term_begin);

// INVALID_ARGUMENT / EFFECTIVE_DATE_BEFORE_GRANT, field
// budget_change.effective_date: an amendment opened the envelope on `opened`.
absl::Status EffectiveDateBeforeGrant(const google::type::Date& given,
                                      const google::type::Date& opened);

// FAILED_PRECONDITION / REDUCTION_EXCEEDED, field budget_change.amount.
absl::Status ReductionExceeded(const Balances& envelope, int64_t requested,
                               int64_t most);

// FAILED_PRECONDITION / TRANSFER_FORBIDDEN, field budget_change.type: the
// profile does not allow it, and whether that was verified. `over_allotted`
// could be taken back nevertheless.
absl::Status TransferForbidden(v1::BudgetChange::Type type,
                               const v1::RegulationProfile& profile,
                               const v1::TransferRule& rule,
                               const Balances& envelope, int64_t requested,
                               int64_t over_allotted);

// FAILED_PRECONDITION / CARRY_OVER_CAPPED, field budget_change.amount.
absl::Status CarryOverCapped(const v1::RegulationProfile& profile,
                             const v1::TransferRule& rule,
                             const Balances& envelope, int64_t requested,
                             int64_t most);

// FAILED_PRECONDITION / SHIFT_CAPPED, field budget_change.amount: the lines of
// the envelope gave up `before` already, of `cap`.
absl::Status ShiftCapped(const v1::RegulationProfile& profile,
                         const v1::TransferRule& rule, const Balances& envelope,
                         int64_t requested, int64_t cap, int64_t before);

// FAILED_PRECONDITION / ENVELOPE_IN_USE, field budget_change.from.
absl::Status EnvelopeInUse(const Balances& envelope);

// FAILED_PRECONDITION / REVERSAL_EXCEEDED: `most` can be taken back of what
// lapsed or was carried over.
absl::Status ReversalExceeded(const Balances& envelope, int64_t requested,
                              int64_t most);

// FAILED_PRECONDITION / NOTHING_TO_LAPSE, field budget_change.from.
absl::Status NothingToLapse(const Balances& envelope);

}  // namespace entente::conventions

#endif  // SERVICES_CONVENTIONS_BUDGET_CHANGE_ERRORS_H_
