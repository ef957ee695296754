// Figures of quarters, of years and of all months asked for. Pure.
//
// A figure is what the total would be if its months alone were asked for: sums
// of what adds up, sums of numerators and denominators of a RATIO, and for a
// YES_NO whether anything made it true. What may not be summed has a figure of
// a month and of nothing longer; where it has none the answer says why.
#ifndef SERVICES_INDICATORS_STEP_RULES_H_
#define SERVICES_INDICATORS_STEP_RULES_H_

#include <cstdint>
#include <vector>

#include "absl/status/statusor.h"
#include "entente/indicators/v1/series_service.pb.h"
#include "services/indicators/series_rules.h"

namespace entente::indicators {

// Months that one figure is of, inclusive; as in date_rules.h.
struct StepSpan {
  int32_t first = 0;
  int32_t last = 0;
  // The quarter or year has months besides.
  bool is_partial = false;
};

// Errors: INVALID_ARGUMENT / STEP_INVALID.
absl::StatusOr<entente::indicators::v1::QuerySeriesRequest::Step> ParseStep(
    entente::indicators::v1::QuerySeriesRequest::Step step);

// The steps that months `from` to `until` are part of, in order, of these
// months alone. Without a step each month is one.
std::vector<StepSpan> StepsOf(
    entente::indicators::v1::QuerySeriesRequest::Step step, int32_t from,
    int32_t until);

// Puts the figures of the steps of `query` in the place of the months of
// `series`. Steps without figures are left out, as such months are.
void SetSteps(const MeasureInfo& measure, const MonthFigures& figures,
              const SeriesQuery& query,
              entente::indicators::v1::Series& series);

}  // namespace entente::indicators

#endif  // SERVICES_INDICATORS_STEP_RULES_H_
