// Deadlines that no change of the machine's clock moves.
#ifndef SERVICES_COMMON_BASE_MONOTONIC_WAIT_H_
#define SERVICES_COMMON_BASE_MONOTONIC_WAIT_H_

#include <algorithm>
#include <chrono>

#include "absl/time/time.h"

namespace entente {

// For condition_variable::wait_until. No wait is longer than a year, so that
// the sum does not overflow.
inline std::chrono::steady_clock::time_point MonotonicDeadline(
    absl::Duration patience) {
  return std::chrono::steady_clock::now() +
         absl::ToChronoNanoseconds(
             std::clamp(patience, absl::ZeroDuration(), absl::Hours(8760)));
}

}  // namespace entente

#endif  // SERVICES_COMMON_BASE_MONOTONIC_WAIT_H_
