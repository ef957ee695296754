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

// FAILED_PRECONDITION / ENVELOPE_OUTSIDE_TERM: an amendment took the year of
// `envelope` ("general-2020") out of the term. `account` is the line or
// envelope that something new was asked of.
absl::Status EnvelopeOutsideTerm(const std::string& envelope,
                                 const v1::Convention& convention,
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
                            int64_t requested,
                            const char* field = "expense_correction.expense");

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

// INTERNAL / LEDGER_INVARIANT: `what` would have been stored. Never the
// caller's fault.
absl::Status LedgerInvariantBroken(absl::string_view what);

}  // namespace entente::conventions

#endif  // SERVICES_CONVENTIONS_LEDGER_ERRORS_H_
