// What PeriodService refuses, in the words of the people who read it. Pure.
#ifndef SERVICES_INDICATORS_PERIOD_ERRORS_H_
#define SERVICES_INDICATORS_PERIOD_ERRORS_H_

#include <cstdint>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/time/civil_time.h"
#include "services/indicators/period_rules.h"

namespace entente::indicators {

// The refusal of `verdict`, which is not kAllowed, about the field at fault.
// FAILED_PRECONDITION: CALENDAR_MISSING, PERIOD_NOT_ENDED, PERIOD_STILL_OPEN,
// PERIOD_NEEDS_EXCEPTION, PERIOD_LOCKED, PERIOD_CLOSED, PERIOD_APPROVED,
// PERIOD_REOPENING_ENDED, PERIOD_STATE_UNKNOWN.
absl::Status PeriodRefusal(PeriodVerdict verdict, const std::string& field);

// NOT_FOUND / CALENDAR_MISSING.
absl::Status CalendarMissing(const std::string& field);
// ABORTED / ETAG_MISMATCH with the etag that stands.
absl::Status PeriodEtagMismatch(const std::string& current);
// FAILED_PRECONDITION / SAME_PERSON.
absl::Status SamePersonAsked(const std::string& field);
absl::Status SamePersonApproved(const std::string& field);
absl::Status SamePersonReopened(const std::string& field);
absl::Status SamePersonAskedReopening(const std::string& field);
absl::Status SamePersonSource(const std::string& field);
absl::Status SamePersonEntered(const std::string& field);
absl::Status SamePersonStated(const std::string& field);
absl::Status SamePersonOnBehalf(const std::string& field);
absl::Status SamePersonSetTerms(const std::string& field);
// FAILED_PRECONDITION / REOPENING_NOT_ASKED.
absl::Status ReopeningNotAsked(const std::string& field);
// INVALID_ARGUMENT / UNTIL_OUT_OF_RANGE with `earliest` and `latest`.
absl::Status UntilOutOfRange(const std::string& field, absl::CivilDay earliest,
                             absl::CivilDay latest);
// FAILED_PRECONDITION / SOURCE_NOT_CONFIRMED with `sources`.
absl::Status SourcesNotConfirmed(const std::vector<std::string>& sources);
// INVALID_ARGUMENT / WITHOUT_NEEDLESS.
absl::Status WithoutNeedless(const std::string& source);
// FAILED_PRECONDITION / SOURCE_NOT_EXPECTED, of the account that calls; of
// `source`, for which somebody else confirms.
absl::Status SourceNotExpected(const std::string& field);
absl::Status SourceNotExpected(const std::string& field,
                               const std::string& source);
// FAILED_PRECONDITION / CONTRIBUTIONS_DIFFER with `counted`. On behalf of the
// source it is said that sensitive measures are left out.
absl::Status ContributionsDiffer(int64_t counted, bool is_on_behalf = false);
// NOT_FOUND / EXCEPTION_UNKNOWN; FAILED_PRECONDITION / EXCEPTION_APPROVED,
// EXCEPTION_EXPIRED, EXCEPTION_OVER.
absl::Status ExceptionUnknown();
absl::Status ExceptionApproved();
absl::Status ExceptionExpired();
absl::Status ExceptionOver();
// NOT_FOUND / VERSION_UNKNOWN about the version `name`, which `field` holds.
absl::Status VersionUnknown(const std::string& name, const std::string& field);
// FAILED_PRECONDITION / TOO_MANY_EXCEPTIONS, TOO_MANY_DECISIONS,
// TOO_MANY_CALENDARS.
absl::Status TooManyExceptions(int most);
absl::Status TooManyDecisions(int most);
absl::Status TooManyCalendars(int most);

}  // namespace entente::indicators

#endif  // SERVICES_INDICATORS_PERIOD_ERRORS_H_
