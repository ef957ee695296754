// Says once when more waits in an outbox than should, and once when it is over.
#ifndef SERVICES_COMMON_OUTBOX_GROWTH_ALARM_H_
#define SERVICES_COMMON_OUTBOX_GROWTH_ALARM_H_

#include <cstdint>

#include "absl/time/time.h"

namespace entente::outbox {

// Events that wait before somebody is told: four deliveries' worth, more than a
// busy day writes.
inline constexpr int64_t kGrowingEvents = 1000;
// Age of the oldest before somebody is told: ten back-offs, longer than a
// restart of the destination takes.
inline constexpr absl::Duration kGrowingAge = absl::Minutes(5);

// Not thread-safe.
class GrowthAlarm {
 public:
  enum class Change { kNone, kGrowing, kDrained };

  // What has changed now that `waiting` events wait, the oldest since `age`:
  // growing when either limit is reached, drained when both figures are at most
  // half of theirs again, so that a figure near a limit does not repeat itself.
  Change Observe(int64_t waiting, absl::Duration age) {
    const bool is_over = waiting >= kGrowingEvents || age >= kGrowingAge;
    const bool is_low = waiting <= kGrowingEvents / 2 && age <= kGrowingAge / 2;
    if (!is_growing_ && is_over) {
      is_growing_ = true;
      return Change::kGrowing;
    }
    if (is_growing_ && is_low) {
      is_growing_ = false;
      return Change::kDrained;
    }
    return Change::kNone;
  }

  bool is_growing() const { return is_growing_; }

 private:
  bool is_growing_ = false;
};

}  // namespace entente::outbox

#endif  // SERVICES_COMMON_OUTBOX_GROWTH_ALARM_H_
