#include "services/indicators/local_measure_month_rules.h"

#include <algorithm>
#include <cstdint>
#include <optional>
#include <set>
#include <string>
#include <utility>

#include "services/indicators/date_rules.h"
#include "services/indicators/local_measure_errors.h"
#include "services/indicators/local_measure_rules.h"
#include "services/indicators/measure_version_rules.h"

namespace entente::indicators {
namespace {

namespace cv1 = entente::conventions::v1;
namespace v1 = entente::indicators::v1;

// In whichever order they stand.
std::set<std::pair<std::string, int>> FeedsOf(
    const cv1::MeasureDefinition& measure) {
  std::set<std::pair<std::string, int>> feeds;
  for (const cv1::MeasureFeed& feed : measure.feeds()) {
    feeds.insert({feed.activity_type(), feed.figure()});
  }
  return feeds;
}

bool CountTheSame(const cv1::MeasureDefinition& a,
                  const cv1::MeasureDefinition& b) {
  return a.direction() == b.direction() && FeedsOf(a) == FeedsOf(b);
}

// Days of one month.
struct Days {
  absl::CivilDay first;
  absl::CivilDay last;
};

// Those from `from`, a packed day, on; `month` is its month or a later one.
Days DaysFrom(uint32_t from, int32_t month) {
  const absl::CivilMonth whole(month / 12, month % 12 + 1);
  const absl::CivilDay first(whole);
  return {std::max(first, UnpackDay(from)), absl::CivilDay(whole + 1) - 1};
}

}  // namespace

absl::Status CheckApprovedMonths(const v1::LocalMeasure& said,
                                 const std::vector<v1::LocalMeasure>& before,
                                 const PeriodBook& periods,
                                 absl::CivilDay today) {
  const cv1::MeasureDefinition& measure = said.definition();
  const v1::ConventionRecord record = ToRecord(before);
  const uint32_t from = EffectiveDayOf(said);
  std::optional<int32_t> first_month;
  absl::CivilDay last;
  // No month to come is decided.
  for (int32_t month = MonthOf(from); month <= MonthOf(PackDay(today));
       ++month) {
    const PeriodState state = periods.StateOf(month, today);
    if (state.stage == v1::Period::STAGE_NO_CALENDAR || !IsSettled(state)) {
      continue;
    }
    const Days days = DaysFrom(from, month);
    for (absl::CivilDay day = days.first; day <= days.last; ++day) {
      const cv1::MeasureDefinition* in_force =
          DefinedOn(record, measure.code(), PackDay(day));
      if (in_force == nullptr || CountTheSame(*in_force, measure)) continue;
      if (!first_month.has_value()) first_month = month;
      last = day;
    }
  }
  return first_month.has_value()
             ? LocalMeasureMonthApproved(*first_month, last + 1)
             : absl::OkStatus();
}

}  // namespace entente::indicators
