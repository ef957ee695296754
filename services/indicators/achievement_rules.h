// How far a measure has come in a year, in a quarter or in the term of a
// convention, beside its target. Pure.
#ifndef SERVICES_INDICATORS_ACHIEVEMENT_RULES_H_
#define SERVICES_INDICATORS_ACHIEVEMENT_RULES_H_

#include <cstdint>
#include <optional>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/time/civil_time.h"
#include "entente/indicators/v1/series_service.pb.h"
#include "services/indicators/date_rules.h"
#include "services/indicators/definition_rules.h"
#include "services/indicators/fact_rules.h"
#include "services/indicators/period_rules.h"

namespace entente::indicators {

// What a valid request asks for.
struct AchievementQuery {
  std::string municipality;
  // Places in Definitions::measures(), in the order of the answer.
  std::vector<int> measures;
  int32_t year = 0;
  // Last month that counts, as year * 12 + month - 1. Where it is not over,
  // what is known of it counts.
  int32_t until = 0;
  // 0: the year.
  int32_t quarter = 0;
  // Set: a term, of which all months count; the year is 0.
  std::optional<MonthSpan> term = {};

  // First month that counts.
  int32_t first() const {
    if (term.has_value()) return term->first;
    return year * 12 + (quarter > 0 ? (quarter - 1) * 3 : 0);
  }
  // Last month of what the target is of.
  int32_t last() const {
    if (term.has_value()) return term->last;
    return first() + (quarter > 0 ? 2 : 11);
  }
  // The month from which figures are needed: a year before first(), since the
  // same months of the year before stand beside those of a year or a quarter.
  int32_t from() const { return term.has_value() ? first() : first() - 12; }
  // As many months as a baseline is of.
  bool is_year_long() const { return until - first() == 11; }
  // Figures of a sensitive measure are shown of nothing else.
  bool is_of_whole_years() const {
    return MonthSpan{first(), until}.IsOfYears();
  }
};

// Where the months of the year, the quarter or the term stand on a day.
struct SpanState {
  // Months of the query that are over lie before it or are it; before first()
  // where none is.
  int32_t last_over = 0;
  // Months that are settled: over and, where a calendar governs them, approved
  // or closed and not opened again. Without a calendar the date alone decides.
  int32_t settled = 0;
  // Whether the calendar years of the months, and the one before, may be shown
  // of a sensitive measure: see year_rules.h.
  bool is_year_settled = false;
  bool is_year_before_settled = false;
};
SpanState SpanOn(const AchievementQuery& query, const PeriodBook& periods,
                 absl::CivilDay today);

// Errors: INVALID_ARGUMENT: NAME_INVALID, YEAR_INVALID, MONTH_INVALID,
// QUARTER_INVALID, TERM_INVALID, TOO_MANY_MEASURES; NOT_FOUND /
// UNKNOWN_MEASURE.
absl::StatusOr<AchievementQuery> ValidateAchievement(
    const entente::indicators::v1::QueryAchievementRequest& request,
    const Definitions& definitions);

// `figures` are those of query.from() to query.until; `target` the version in
// force of the same months, or null. A YES_NO measure without an event is a 0,
// not unknown, where a term of it has one of the months. Where nothing is said
// of a target, the reason tells why.
entente::indicators::v1::Achievement MakeAchievement(
    const MeasureInfo& measure, const MonthFigures& figures,
    const entente::indicators::v1::Target* target,
    const AchievementQuery& query, const SpanState& span);

// The same without any figure, of a sensitive measure: nothing of it, reason
// included, depends on figures.
entente::indicators::v1::Achievement MakeAchievementWithheld(
    const MeasureInfo& measure, const entente::indicators::v1::Target* target,
    const AchievementQuery& query, const SpanState& span);

}  // namespace entente::indicators

#endif  // SERVICES_INDICATORS_ACHIEVEMENT_RULES_H_
