// Series of measures that are split by a code list. Pure.
#ifndef SERVICES_INDICATORS_SPLIT_SERIES_RULES_H_
#define SERVICES_INDICATORS_SPLIT_SERIES_RULES_H_

#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "services/indicators/series_rules.h"

namespace entente::indicators {

// A bound of what is answered: at 120 months each, some megabytes.
inline constexpr size_t kSplitSeriesMax = 1000;

// Sets what `query` is split by. Where no measure was named, it keeps those
// that are split by it. Errors, INVALID_ARGUMENT: CODE_LIST_UNKNOWN,
// MEASURE_NOT_SPLIT with the measure, TOO_MANY_SERIES with the most.
absl::Status ChooseSplit(
    const entente::indicators::v1::QuerySeriesRequest& request,
    const Definitions& definitions, SeriesQuery& query);

// Whether the measure is answered by its splits. A sensitive one is not: which
// codes have figures, and how many, could point at a person, also over years.
bool IsAnsweredSplit(const SeriesQuery& query, const MeasureInfo& measure);

// One series per code of `query.split_by`, then that of what is unknown: the
// whole less all codes. `parts` has the figures of each code in order. Every
// month of the whole is in one of them, and their values, contributions and
// totals add up to its own. Errors: DATA_LOSS, where codes have more than the
// whole, which only a damaged store holds.
absl::StatusOr<std::vector<entente::indicators::v1::Series>> MakeSplitSeries(
    const MeasureInfo& measure, const MonthFigures& whole,
    const std::vector<MonthFigures>& parts, const SeriesQuery& query);

}  // namespace entente::indicators

#endif  // SERVICES_INDICATORS_SPLIT_SERIES_RULES_H_
