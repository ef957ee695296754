// Refusals about indicators of the municipality's own. Pure.
#ifndef SERVICES_INDICATORS_LOCAL_MEASURE_ERRORS_H_
#define SERVICES_INDICATORS_LOCAL_MEASURE_ERRORS_H_

#include <cstdint>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/time/civil_time.h"

namespace entente::indicators {

// NOT_FOUND / LOCAL_MEASURE_UNKNOWN.
absl::Status LocalMeasureUnknown(const std::string& field);
// ALREADY_EXISTS / MEASURE_DEFINED.
absl::Status MeasureDefined();
// INVALID_ARGUMENT / NAME_INVALID: the name is not one of `municipality`.
absl::Status LocalMeasureElsewhere(const std::string& municipality);
// INVALID_ARGUMENT / LOCAL_CODE_INVALID.
absl::Status LocalCodeInvalid();
// INVALID_ARGUMENT / UNKNOWN_ACTIVITY_TYPE with `types`, those that may feed
// the measure.
absl::Status LocalFeedTypeUnknown(const std::vector<std::string>& types);
// FAILED_PRECONDITION / LOCAL_MEASURE_MONTH_APPROVED with `period`, `month`
// (see date_rules.h) as "2018-04", and `earliest`.
absl::Status LocalMeasureMonthApproved(int32_t month, absl::CivilDay earliest);
// FAILED_PRECONDITION / TOO_MANY_LOCAL_MEASURES and
// TOO_MANY_LOCAL_MEASURE_VERSIONS with `most`.
absl::Status TooManyLocalMeasures();
absl::Status TooManyLocalMeasureVersions();

}  // namespace entente::indicators

#endif  // SERVICES_INDICATORS_LOCAL_MEASURE_ERRORS_H_
