#include "services/common/base/local_day.h"

#include <optional>

namespace entente {
namespace {

// 01:00 UTC on the last Sunday of the month.
absl::Time LastSunday(absl::CivilYear year, int month) {
  const absl::CivilDay last =
      absl::CivilDay(absl::CivilMonth(year.year(), month) + 1) - 1;
  const absl::CivilDay sunday =
      absl::PrevWeekday(last + 1, absl::Weekday::sunday);
  return absl::FromCivil(absl::CivilHour(sunday) + 1, absl::UTCTimeZone());
}

}  // namespace

absl::CivilDay LocalDayByRule(absl::Time time) {
  const absl::CivilYear year =
      absl::CivilYear(absl::ToCivilDay(time, absl::UTCTimeZone()));
  const bool is_summer =
      time >= LastSunday(year, 3) && time < LastSunday(year, 10);
  return absl::ToCivilDay(time + absl::Hours(is_summer ? 2 : 1),
                          absl::UTCTimeZone());
}

absl::CivilDay LocalDay(absl::Time time) {
  static const std::optional<absl::TimeZone> kZone = [] {
    absl::TimeZone found;
    return absl::LoadTimeZone("Europe/Brussels", &found)
               ? std::make_optional(found)
               : std::nullopt;
  }();
  return kZone.has_value() ? absl::ToCivilDay(time, *kZone)
                           : LocalDayByRule(time);
}

}  // namespace entente
