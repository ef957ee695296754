// Refusals of a budget request that no other amount would change: what ended,
// does not fit together or is not there. Each has a sentence in English, French
// and Dutch. Pure.
#ifndef SERVICES_CONVENTIONS_BUDGET_ERRORS_H_
#define SERVICES_CONVENTIONS_BUDGET_ERRORS_H_

#include <string>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "entente/conventions/v1/convention.pb.h"
#include "entente/conventions/v1/ledger.pb.h"
#include "entente/conventions/v1/regulation.pb.h"
#include "google/type/date.pb.h"

namespace entente::conventions {

// FAILED_PRECONDITION / RESERVATION_ENDED.
absl::Status ReservationEnded(const std::string& name,
                              v1::Reservation::State state,
                              absl::string_view field);

// INVALID_ARGUMENT / RESERVATION_LINE: the reservation holds another line.
absl::Status ReservationOfOtherLine(const std::string& reservation_line);

// FAILED_PRECONDITION / PAYMENT_STATE.
absl::Status PaymentNotCancellable(v1::ZonePayment::State state);
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

// INVALID_ARGUMENT / SERVICE_DATE_OUTSIDE_TERM; an unset end is open.
absl::Status ServiceDateOutsideTerm(const google::type::Date& service_date,
                                    const google::type::Date& from,
                                    const google::type::Date& until);

// INVALID_ARGUMENT / VALUE_DATE_BEFORE_YEAR, field value_date.
absl::Status ValueDateBeforeYear(int year, int envelope_year);

// ALREADY_EXISTS / LINE_EXISTS, field line. CreateLine adds the figures.
absl::Status LineExists(const std::string& name);

// FAILED_PRECONDITION / NO_REGULATION_PROFILE.
absl::Status NoRegulationProfile(const std::string& convention);

}  // namespace entente::conventions

#endif  // SERVICES_CONVENTIONS_BUDGET_ERRORS_H_
