// Measures, targets, months and calendars of 2018, as tests of achievement make
// them.
#ifndef SERVICES_INDICATORS_ACHIEVEMENT_FIXTURE_TEST_H_
#define SERVICES_INDICATORS_ACHIEVEMENT_FIXTURE_TEST_H_

#include <map>
#include <optional>
#include <utility>

#include "absl/time/time.h"
#include "services/indicators/achievement_rules.h"
#include "services/indicators/sample_definitions.h"

namespace entente::indicators {

namespace cv1 = entente::conventions::v1;

inline constexpr absl::CivilDay kInYear(2018, 7, 10);
inline constexpr absl::CivilDay kAfterYear(2019, 1, 1);

inline MeasureInfo Measure(cv1::MeasureKind kind,
                           cv1::Direction direction = cv1::DIRECTION_MORE) {
  MeasureInfo measure;
  measure.definition = MakeMeasure("actions", kind);
  measure.definition.set_direction(direction);
  measure.terms = {MakeTerm(MakeDate(2018, 1, 1), MakeDate(2019, 12, 31))};
  return measure;
}

inline v1::Target TargetOf(int64_t value) {
  v1::Target target;
  target.set_year(2018);
  target.set_value(value);
  return target;
}

inline int32_t Month(int year, int month) { return year * 12 + month - 1; }

// Two a month from July 2017 to June 2018.
inline MonthFigures TwoAMonth() {
  MonthFigures figures;
  for (int32_t month = Month(2017, 7); month <= Month(2018, 6); ++month) {
    figures[month] = {.value = 2, .contributions = 1};
  }
  return figures;
}

inline AchievementQuery Until(int month) {
  return {.municipality = "21004",
          .measures = {},
          .year = 2018,
          .until = Month(2018, month),
          .quarter = 0};
}

inline v1::Achievement Make(const MeasureInfo& measure,
                            const MonthFigures& figures, int64_t target,
                            int month, absl::CivilDay today) {
  const v1::Target agreed = TargetOf(target);
  const AchievementQuery query = Until(month);
  return MakeAchievement(measure, figures, &agreed, query,
                         SpanOn(query, PeriodBook(), today));
}

// `value` in March 2018, beside a target with a baseline.
inline v1::Achievement MakeFrom(const MeasureInfo& measure, int64_t baseline,
                                int64_t target, const Figure& march,
                                const AchievementQuery& query = Until(12)) {
  v1::Target agreed = TargetOf(target);
  agreed.mutable_baseline()->set_year(2017);
  agreed.mutable_baseline()->set_value(baseline);
  return MakeAchievement(measure, {{Month(2018, 3), march}}, &agreed, query,
                         SpanOn(query, PeriodBook(), kAfterYear));
}

inline std::optional<int64_t> Progress(const v1::Achievement& achievement) {
  if (!achievement.has_progress_permille()) return std::nullopt;
  return achievement.progress_permille();
}

inline AchievementQuery Quarter(int quarter) {
  AchievementQuery query = Until(12);
  query.quarter = quarter;
  query.until = query.last();
  return query;
}

inline int64_t SecondsOf(absl::CivilHour hour) {
  return absl::ToUnixSeconds(absl::FromCivil(hour, absl::UTCTimeZone()));
}

// Months are closed 40 days after their end; from `month` of 2018 on.
inline PeriodBook Book(int month,
                       std::map<int32_t, v1::PeriodRecord> months = {}) {
  v1::PeriodCalendar calendar;
  *calendar.mutable_first_month() = MakeDate(2018, month, 1);
  calendar.set_due_days(10);
  calendar.set_lock_days(20);
  calendar.set_close_days(40);
  calendar.mutable_adopt_time()->set_seconds(
      SecondsOf(absl::CivilHour(2018, 1, 2, 12)));
  return PeriodBook(1, {calendar}, std::move(months));
}

inline v1::PeriodRecord Decided(v1::Period::Standing standing) {
  v1::PeriodRecord record;
  record.set_standing(standing);
  *record.mutable_reopen_until() = MakeDate(2019, 1, 31);
  return record;
}

}  // namespace entente::indicators

#endif  // SERVICES_INDICATORS_ACHIEVEMENT_FIXTURE_TEST_H_
