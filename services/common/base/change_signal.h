// Wakes those who wait for something to change, without polling.
//
//   const uint64_t seen = signal.Count();   // Before looking.
//   ... look; nothing new ...
//   signal.WaitBeyond(seen, absl::Seconds(1));
//
// What changes between looking and waiting ends the wait at once. Patience is
// measured as in stop_signal.h: no change of the machine's clock prolongs it.
#ifndef SERVICES_COMMON_BASE_CHANGE_SIGNAL_H_
#define SERVICES_COMMON_BASE_CHANGE_SIGNAL_H_

#include <condition_variable>
#include <cstdint>
#include <mutex>

#include "absl/time/time.h"

namespace entente {

// Thread-safe.
class ChangeSignal {
 public:
  // How often Notify was called.
  uint64_t Count() const;

  // Call it after the change can be seen.
  void Notify();

  // Returns the count as soon as it is not `seen`, or after `patience`.
  uint64_t WaitBeyond(uint64_t seen, absl::Duration patience) const;

 private:
  mutable std::mutex mutex_;
  mutable std::condition_variable changed_;
  uint64_t count_ = 0;
};

}  // namespace entente

#endif  // SERVICES_COMMON_BASE_CHANGE_SIGNAL_H_
