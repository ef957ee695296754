#include "services/exchange/local_day.h"

#include <cstdint>

namespace entente::exchange {

absl::CivilDay LocalDay(absl::Time time) {
  static const absl::TimeZone zone = [] {
    absl::TimeZone found;
    return absl::LoadTimeZone("Europe/Brussels", &found) ? found
                                                         : absl::UTCTimeZone();
  }();
  return absl::ToCivilDay(time, zone);
}

google::protobuf::Timestamp ToTimestamp(absl::Time time) {
  const int64_t seconds = absl::ToUnixSeconds(time);
  google::protobuf::Timestamp timestamp;
  timestamp.set_seconds(seconds);
  timestamp.set_nanos(static_cast<int32_t>(
      absl::ToInt64Nanoseconds(time - absl::FromUnixSeconds(seconds))));
  return timestamp;
}

}  // namespace entente::exchange
