// In which months a version of an indicator of the municipality's own may count
// otherwise than those before it. Pure.
#ifndef SERVICES_INDICATORS_LOCAL_MEASURE_MONTH_RULES_H_
#define SERVICES_INDICATORS_LOCAL_MEASURE_MONTH_RULES_H_

#include <vector>

#include "absl/status/status.h"
#include "absl/time/civil_time.h"
#include "entente/indicators/v1/local_measure.pb.h"
#include "services/indicators/period_rules.h"

namespace entente::indicators {

// OK when `said`, a valid version after those of `before` (oldest first, at
// least one), says no other direction and no other feeds of any day of a month
// that is approved, or past the day on which it closes, on `today`: an approved
// figure would be read as what it is not. Months without a calendar are
// neither. Errors: FAILED_PRECONDITION / LOCAL_MEASURE_MONTH_APPROVED with
// `period`, the first such month, and `earliest`.
absl::Status CheckApprovedMonths(
    const entente::indicators::v1::LocalMeasure& said,
    const std::vector<entente::indicators::v1::LocalMeasure>& before,
    const PeriodBook& periods, absl::CivilDay today);

}  // namespace entente::indicators

#endif  // SERVICES_INDICATORS_LOCAL_MEASURE_MONTH_RULES_H_
