// How far a measure has come in a year, beside its target. Pure.
#ifndef SERVICES_INDICATORS_ACHIEVEMENT_RULES_H_
#define SERVICES_INDICATORS_ACHIEVEMENT_RULES_H_

#include <cstdint>
#include <optional>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/time/civil_time.h"
#include "entente/indicators/v1/series_service.pb.h"
#include "services/indicators/definition_rules.h"
#include "services/indicators/fact_rules.h"

namespace entente::indicators {

// What a valid request asks for.
struct AchievementQuery {
  std::string municipality;
  // Places in Definitions::measures(), in the order of the answer.
  std::vector<int> measures;
  int32_t year = 0;
  // Last month that counts, as year * 12 + month - 1.
  int32_t until = 0;

  // January of the year before, from which figures are needed.
  int32_t from() const { return (year - 1) * 12; }
};

// Errors: INVALID_ARGUMENT: NAME_INVALID, YEAR_INVALID, MONTH_INVALID,
// TOO_MANY_MEASURES; NOT_FOUND / UNKNOWN_MEASURE.
absl::StatusOr<AchievementQuery> ValidateAchievement(
    const entente::indicators::v1::QueryAchievementRequest& request,
    const Definitions& definitions);

// `figures` are those of query.from() to query.until; `target` that of the year
// or null. A YES_NO measure without an event is a 0, not unknown.
entente::indicators::v1::Achievement MakeAchievement(
    const MeasureInfo& measure, const MonthFigures& figures,
    const entente::indicators::v1::Target* target,
    const AchievementQuery& query, absl::CivilDay today);

}  // namespace entente::indicators

#endif  // SERVICES_INDICATORS_ACHIEVEMENT_RULES_H_
