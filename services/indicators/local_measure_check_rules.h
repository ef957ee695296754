// What may be said of an indicator of the municipality's own
// (local_measure.proto). Pure.
#ifndef SERVICES_INDICATORS_LOCAL_MEASURE_CHECK_RULES_H_
#define SERVICES_INDICATORS_LOCAL_MEASURE_CHECK_RULES_H_

#include <cstddef>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "entente/indicators/v1/local_measure.pb.h"
#include "services/indicators/definition_rules.h"

namespace entente::indicators {

inline constexpr size_t kLocalMeasuresMax = 200;
inline constexpr size_t kLocalMeasureVersionsMax = 50;
inline constexpr int kLocalActivityTypesMax = 20;
inline constexpr int kLocalBreakdownsMax = 8;
inline constexpr size_t kLocalTitleCharactersMax = 300;
inline constexpr size_t kLocalUnitCharactersMax = 60;
inline constexpr size_t kLocalTypeTitleCharactersMax = 100;
// What codes of the municipality's own begin with.
inline constexpr char kLocalCodePrefix[] = "local_";

// OK when `said`, from AsVersion, may be the version after those of `before`,
// oldest first, or the first where there are none. `code` is that of its name.
// Of `definitions` the other measures' types and the code lists are looked at.
// Errors, INVALID_ARGUMENT: LOCAL_CODE_INVALID, MEASURE_KIND_MISSING,
// DIRECTION_MISSING, SUMMABLE_INVALID, LOCAL_MEASURE_FIXED,
// ACTIVITY_TYPE_INVALID, those of ValidateFeeds, BREAKDOWN_NOT_POSSIBLE,
// BREAKDOWN_TOO_MANY with `most`, BREAKDOWN_LIST_UNKNOWN, DATE_INVALID,
// DATES_REVERSED, TEXT_MISSING, and those of ValidateLine and ValidateReason.
absl::Status ValidateLocalMeasure(
    const entente::indicators::v1::LocalMeasure& said, const std::string& code,
    const std::vector<entente::indicators::v1::LocalMeasure>& before,
    const Definitions& definitions);

}  // namespace entente::indicators

#endif  // SERVICES_INDICATORS_LOCAL_MEASURE_CHECK_RULES_H_
