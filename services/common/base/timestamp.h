// Moments as messages carry and records keep them.
#ifndef SERVICES_COMMON_BASE_TIMESTAMP_H_
#define SERVICES_COMMON_BASE_TIMESTAMP_H_

#include "absl/time/time.h"
#include "google/protobuf/timestamp.pb.h"

namespace entente {

// The microsecond in which `time` lies, rounded down, also before 1970: what
// every client can hold, and the same moment wherever it is written. `time` is
// finite.
google::protobuf::Timestamp ToTimestamp(absl::Time time);

// The moment that `timestamp` carries, to the nanosecond.
absl::Time ToTime(const google::protobuf::Timestamp& timestamp);

// Whether `a` lies before `b`. Equal moments do not.
bool IsBefore(const google::protobuf::Timestamp& a,
              const google::protobuf::Timestamp& b);

}  // namespace entente

#endif  // SERVICES_COMMON_BASE_TIMESTAMP_H_
