#include "services/conventions/local_day.h"

#include "services/conventions/money/date.h"

namespace entente::conventions {

google::type::Date LocalDay(absl::Time time) {
  static const absl::TimeZone zone = [] {
    absl::TimeZone brussels = absl::UTCTimeZone();
    absl::LoadTimeZone("Europe/Brussels", &brussels);
    return brussels;
  }();
  return DateFromDay(absl::ToCivilDay(time, zone));
}

}  // namespace entente::conventions
