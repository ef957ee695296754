#include "services/common/base/timestamp.h"

#include <cstdint>
#include <tuple>

namespace entente {

google::protobuf::Timestamp ToTimestamp(absl::Time time) {
  constexpr int64_t kMicrosPerSecond = 1'000'000;
  constexpr int64_t kNanosPerMicro = 1'000;
  const int64_t micros = absl::ToUnixMicros(time);
  int64_t seconds = micros / kMicrosPerSecond;
  int64_t rest = micros % kMicrosPerSecond;
  // A Timestamp counts its nanoseconds forwards, before 1970 too.
  if (rest < 0) {
    --seconds;
    rest += kMicrosPerSecond;
  }
  google::protobuf::Timestamp timestamp;
  timestamp.set_seconds(seconds);
  timestamp.set_nanos(static_cast<int32_t>(rest * kNanosPerMicro));
  return timestamp;
}

absl::Time ToTime(const google::protobuf::Timestamp& timestamp) {
  return absl::FromUnixSeconds(timestamp.seconds()) +
         absl::Nanoseconds(timestamp.nanos());
}

bool IsBefore(const google::protobuf::Timestamp& a,
              const google::protobuf::Timestamp& b) {
  return std::make_tuple(a.seconds(), a.nanos()) <
         std::make_tuple(b.seconds(), b.nanos());
}

}  // namespace entente
