// Every refusal about claims, by name. Each carries its figures in cents and a
// sentence in English, French and Dutch. Pure.
#ifndef SERVICES_CONVENTIONS_CLAIM_ERRORS_H_
#define SERVICES_CONVENTIONS_CLAIM_ERRORS_H_

#include <cstdint>
#include <string>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "entente/conventions/v1/claim.pb.h"
#include "google/type/date.pb.h"
#include "services/conventions/refusal.h"

namespace entente::conventions {

struct Balances;

// What every refusal about one claim carries: its name, state and sums.
Figures FiguresOf(const v1::Claim& claim);

// FAILED_PRECONDITION / CLAIM_EMPTY: nothing spent of this envelope waits for a
// claim.
absl::Status ClaimEmpty(const Balances& envelope);

// FAILED_PRECONDITION / CLAIM_OPEN: `open`, a draft or submitted, is first.
absl::Status ClaimOpen(const v1::Claim& open, const Balances& envelope);

// FAILED_PRECONDITION / CLAIM_TOO_LARGE.
absl::Status ClaimTooLarge(int64_t lines, const Balances& envelope);

// FAILED_PRECONDITION / CLAIM_STATE: a claim in this state cannot take the
// step.
absl::Status ClaimInState(const v1::Claim& claim);

// FAILED_PRECONDITION / CLAIM_PARTLY_DECIDED.
absl::Status ClaimPartlyDecided(const v1::Claim& claim);

// ABORTED / ETAG_MISMATCH.
absl::Status ClaimChanged(const v1::Claim& claim, absl::string_view sent_etag);

// INVALID_ARGUMENT / CLAIM_LINE_UNKNOWN: no line of the claim has this source.
absl::Status ClaimLineUnknown(const v1::Claim& claim, const std::string& source,
                              absl::string_view field = "decisions.source");

// INVALID_ARGUMENT / CLAIM_LINE_TWICE.
absl::Status ClaimLineTwice(const std::string& source,
                            absl::string_view field = "decisions.source");

// FAILED_PRECONDITION / CLAIM_LINE_DECIDED.
absl::Status ClaimLineDecided(const v1::ClaimLine& line);

// FAILED_PRECONDITION / CLAIM_LINE_UNDECIDED: there is no decision to take back
// or to revise.
absl::Status ClaimLineUndecided(const v1::ClaimLine& line,
                                absl::string_view field);

// INVALID_ARGUMENT / DECISION_AMOUNT: the two do not make the amount.
absl::Status DecisionAmount(const v1::ClaimLine& line, int64_t accepted,
                            int64_t ineligible);

// INVALID_ARGUMENT / DECISION_REASON_REQUIRED.
absl::Status DecisionReasonRequired(const std::string& source);

// `refusal` with the figures of the envelope beside its own: allotted,
// reserved, spent, claimed; as requested the amount of `claim`, as available
// what is spent and not claimed. A status without detail stays as it is.
absl::Status WithFigures(const absl::Status& refusal, const v1::Claim& claim,
                         const Balances& envelope);

// INVALID_ARGUMENT / DATE_IN_FUTURE.
absl::Status DateInFuture(const google::type::Date& date,
                          const google::type::Date& today,
                          absl::string_view field);

// INVALID_ARGUMENT / DATE_TOO_EARLY: before `earliest`.
absl::Status DateTooEarly(const google::type::Date& date,
                          const google::type::Date& earliest,
                          absl::string_view field);

}  // namespace entente::conventions

#endif  // SERVICES_CONVENTIONS_CLAIM_ERRORS_H_
