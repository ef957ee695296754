// What requests of PeriodService must say. Pure.
#ifndef SERVICES_INDICATORS_PERIOD_REQUEST_RULES_H_
#define SERVICES_INDICATORS_PERIOD_REQUEST_RULES_H_

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/civil_time.h"
#include "entente/indicators/v1/period_service.pb.h"
#include "services/indicators/name_rules.h"

namespace entente::indicators {

inline constexpr int kCalendarDaysMax = 400;
inline constexpr int kExpectedSourcesMax = 64;
inline constexpr size_t kReasonCharactersMin = 10;
inline constexpr size_t kReasonCharactersMax = 500;
// A quarter: whoever needs longer asks again.
inline constexpr int kUntilDaysMax = 92;
inline constexpr int kExceptionsPerMonthMax = 64;
inline constexpr int kDecisionsPerMonthMax = 100;
inline constexpr int kCalendarsMax = 100;
inline constexpr int kMonthsMax = 120;
// Versions that are read at once: of ten years. Never fewer than a client asks
// for: kVersionsAtOnce in tools/client/report/version_queries.h.
inline constexpr int kVersionNamesMax = 120;
// Their bytes: a message holds 16 MiB at most (services/common/server), which
// what is around it counts in.
inline constexpr size_t kVersionsBytesMax = size_t{15} << 20;

// OK when `reason` says why in 10 to 500 characters. Errors, INVALID_ARGUMENT
// at `field`: REASON_TOO_SHORT and those of ValidateLine.
absl::Status ValidateReason(absl::string_view reason, const std::string& field);

// Errors, INVALID_ARGUMENT: MONTH_INVALID, CALENDAR_DAYS, SOURCE_INVALID,
// SOURCE_TWICE, TOO_MANY_SOURCES, and those of ValidateReason.
absl::Status ValidateAdoptCalendar(
    const entente::indicators::v1::AdoptCalendarRequest& request);

// Errors, INVALID_ARGUMENT: SOURCE_INVALID ("activities" is one here) and those
// of ValidateReason and ValidateUntil with `close` null where it is not known.
absl::Status ValidateException(
    const entente::indicators::v1::PeriodException& exception);

// OK when `until` is a day from `today` to kUntilDaysMax later, and not after
// `close` where that is not null. Errors: DATE_INVALID, UNTIL_OUT_OF_RANGE.
absl::Status ValidateUntil(const google::type::Date& until,
                           const std::string& field, absl::CivilDay today,
                           const absl::CivilDay* close);

// Errors, INVALID_ARGUMENT: SOURCE_INVALID, SOURCE_TWICE, TOO_MANY_SOURCES, and
// those of ValidateReason.
absl::Status ValidateApprove(
    const entente::indicators::v1::ApprovePeriodRequest& request);

// The versions that are asked for, in the order of `request`. Errors,
// INVALID_ARGUMENT: NAME_INVALID, NAMES_MISSING, NAMES_TOO_MANY with the most,
// NAME_ELSEWHERE, NAME_TWICE.
absl::StatusOr<std::vector<NumberedPeriodName>> ParseVersionNames(
    const entente::indicators::v1::BatchGetPeriodVersionsRequest& request);

// OK while versions of `bytes` in all can be answered at once, and in time.
// Errors: FAILED_PRECONDITION / REPLY_TOO_LARGE with the most in `max_bytes`;
// DEADLINE_EXCEEDED / VERSIONS_TAKE_TOO_LONG.
absl::Status CheckVersionsReply(size_t bytes, bool is_in_time);

// The month of `date`, whose day is ignored. Errors: MONTH_INVALID at `field`.
absl::StatusOr<int32_t> ParsePeriodMonth(google::type::Date date,
                                         const std::string& field);

// OK when `from` to `until` are months to list. Errors: MONTHS_REVERSED,
// TOO_MANY_MONTHS.
absl::Status ValidateMonths(int32_t from, int32_t until);

}  // namespace entente::indicators

#endif  // SERVICES_INDICATORS_PERIOD_REQUEST_RULES_H_
