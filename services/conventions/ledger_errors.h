// Every refusal of the budget, by name. Each carries its figures in cents and a
// sentence in English, French and Dutch with the amounts as Belgians write
// them. Pure.
#ifndef SERVICES_CONVENTIONS_LEDGER_ERRORS_H_
#define SERVICES_CONVENTIONS_LEDGER_ERRORS_H_

#include <cstdint>
#include <string>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "entente/conventions/v1/convention.pb.h"
#include "entente/conventions/v1/ledger.pb.h"
#include "entente/conventions/v1/regulation.pb.h"
#include "google/type/date.pb.h"

namespace entente::conventions {

struct Balances;

// FAILED_PRECONDITION / ENVELOPE_EXCEEDED.
absl::Status EnvelopeExceeded(const Balances& envelope, int64_t requested,
                              absl::string_view field);

// FAILED_PRECONDITION / ENVELOPE_SHORTFALL: the line has it, its envelope has
// not, since the State took back part of the grant.
absl::Status EnvelopeShortfall(const Balances& envelope, int64_t requested,
                               absl::string_view field);

// FAILED_PRECONDITION / CONVENTION_CLOSED or CONVENTION_SETTLED: its life does
// not admit the movement any more. `account` is the line or the envelope.
absl::Status MoneyRefusedInState(v1::Convention::State state,
                                 const Balances& account, int64_t requested);

// FAILED_PRECONDITION / ALLOTMENT_EXCEEDED.
absl::Status AllotmentExceeded(const Balances& line, int64_t requested,
                               absl::string_view field);

// FAILED_PRECONDITION / RESERVATION_EXCEEDED, field expense.amount.
absl::Status ReservationExceeded(const Balances& line, int64_t reservation,
                                 int64_t requested);

// FAILED_PRECONDITION / EXPENSE_CLAIMED, field expense_correction.expense: what
// is to be taken back stands in a submitted claim, `claim` where it is known.
absl::Status ExpenseClaimed(const Balances& line, const std::string& claim,
                            int64_t requested);

// FAILED_PRECONDITION / CORRECTION_EXCEEDED, field expense_correction.amount.
absl::Status CorrectionExceeded(const Balances& line, int64_t expense,
                                int64_t corrected, int64_t requested);

// INVALID_ARGUMENT / EXPIRE_DATE_PASSED, field reservation.expire_date.
absl::Status ExpireDatePassed(const google::type::Date& given,
                              const google::type::Date& today);

// `refusal` with the figures of the line that it was asked on: what every
// refusal for money carries. Figures that it has stay.
absl::Status WithLineFigures(const absl::Status& refusal, const Balances& line,
                             int64_t requested);

// FAILED_PRECONDITION / RESERVATION_ENDED.
absl::Status ReservationEnded(const std::string& name,
                              v1::Reservation::State state,
                              absl::string_view field);

// INVALID_ARGUMENT / RESERVATION_LINE: the reservation holds another line.
absl::Status ReservationOfOtherLine(const std::string& reservation_line);

// FAILED_PRECONDITION / PAYMENT_STATE.
absl::Status PaymentInState(v1::ZonePayment::State state,
                            v1::ZonePayment::State needed);

// INVALID_ARGUMENT / WRONG_ALLOCATION, field line.objective_id.
absl::Status WrongAllocation(const std::string& objective_id,
                             v1::Allocation of_objective,
                             v1::Allocation of_envelope);

// INVALID_ARGUMENT / UNKNOWN_OBJECTIVE, field line.objective_id.
absl::Status UnknownObjective(const std::string& objective_id);

// INVALID_ARGUMENT / UNKNOWN_CATEGORY, field line.category, listing what is
// right.
absl::Status UnknownCategory(const std::string& category,
                             const v1::RegulationProfile& profile);

// INVALID_ARGUMENT / SERVICE_DATE_OUTSIDE_YEAR, field expense.service_date.
absl::Status ServiceDateOutsideYear(int year, int envelope_year);

// INVALID_ARGUMENT / VALUE_DATE_BEFORE_YEAR, field value_date.
absl::Status ValueDateBeforeYear(int year, int envelope_year);

// ALREADY_EXISTS / LINE_EXISTS, field line.
absl::Status LineExists(const std::string& name);

// FAILED_PRECONDITION / NO_REGULATION_PROFILE.
absl::Status NoRegulationProfile(const std::string& convention);

// INTERNAL / LEDGER_INVARIANT: `what` would have been stored. Never the
// caller's fault.
absl::Status LedgerInvariantBroken(absl::string_view what);

}  // namespace entente::conventions

#endif  // SERVICES_CONVENTIONS_LEDGER_ERRORS_H_
