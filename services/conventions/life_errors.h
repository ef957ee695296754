// Every refusal about the life of a convention, by name. Pure.
#ifndef SERVICES_CONVENTIONS_LIFE_ERRORS_H_
#define SERVICES_CONVENTIONS_LIFE_ERRORS_H_

#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "entente/conventions/v1/convention.pb.h"
#include "entente/conventions/v1/life_service.pb.h"
#include "google/type/date.pb.h"
#include "services/common/base/error.h"

namespace entente::conventions {

enum class Act;
struct Balances;

// "draft", "projet", "ontwerp".
Sentence StateWord(v1::Convention::State state);

// FAILED_PRECONDITION: CONVENTION_CLOSED, CONVENTION_SETTLED, or
// CONVENTION_STATE for what an earlier state refuses.
absl::Status NotInState(v1::Convention::State state, Act act);

// INVALID_ARGUMENT / FIELD_NOT_ALLOWED.
absl::Status FieldNotOfKind(absl::string_view field,
                            v1::ConventionFact::Kind kind);
// INVALID_ARGUMENT / FUNCTION_OF_OTHER_PARTY, field convention_fact.function.
absl::Status FunctionOfOtherParty();
// INVALID_ARGUMENT / UNKNOWN_COPY, field convention_fact.copy_number.
absl::Status UnknownCopy();
// INVALID_ARGUMENT / FACT_IN_FUTURE.
absl::Status InFuture(const google::type::Date& date,
                      const google::type::Date& today, absl::string_view field);
// INVALID_ARGUMENT / FACT_KIND, field convention_fact.kind.
absl::Status FactOfOtherKind(const v1::ConventionFact& corrected);
// ALREADY_EXISTS / FACT_EXISTS.
absl::Status FactExists(const v1::ConventionFact& earlier);
// FAILED_PRECONDITION / FACT_CORRECTED.
absl::Status FactCorrected(const std::string& name, const std::string& by);

// FAILED_PRECONDITION / TERM_RUNNING, field date.
absl::Status TermRunning(const google::type::Date& valid_until);
// FAILED_PRECONDITION / RESERVATIONS_OPEN and SETTLEMENT_OPEN, with the figures
// of the envelope, what the State owes among them; none is requested.
absl::Status ReservationsOpen(const std::string& envelope,
                              const Balances& balances);
absl::Status SettlementOpen(const std::string& envelope,
                            const Balances& balances);
// FAILED_PRECONDITION / REST_NOT_LAPSED, with the same figures and rest_cents:
// what a lapse would give up, on the envelope and its lines.
absl::Status RestNotLapsed(const std::string& envelope,
                           const Balances& balances);
// INVALID_ARGUMENT / ENDING_BEFORE, field date: before the term began, or a
// settlement before the closing.
absl::Status EndingBefore(const google::type::Date& earliest);

// FAILED_PRECONDITION / SAME_PERSON.
absl::Status SamePerson(absl::string_view field);

// NOT_FOUND / NOT_RECORDED_YET.
absl::Status NotRecordedYet(const std::string& name);

// FAILED_PRECONDITION / CONVENTION_HAS_RECORDS.
absl::Status HasRecords(const std::string& name, int64_t records);

}  // namespace entente::conventions

#endif  // SERVICES_CONVENTIONS_LIFE_ERRORS_H_
