#include "services/indicators/local_day.h"

namespace entente::indicators {

absl::CivilDay LocalDay(absl::Time time) {
  static const absl::TimeZone zone = [] {
    absl::TimeZone found;
    return absl::LoadTimeZone("Europe/Brussels", &found) ? found
                                                         : absl::UTCTimeZone();
  }();
  return absl::ToCivilDay(time, zone);
}

}  // namespace entente::indicators
