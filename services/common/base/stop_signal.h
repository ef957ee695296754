// Ends the waits of a thread that works now and then.
//
//   void Run() { while (!stop_.WaitFor(absl::Seconds(1))) LookAgain(); }
//   ~Watcher() { stop_.Stop(); thread_.join(); }
//
// Time is the machine's time since start (CLOCK_MONOTONIC). The timed waits of
// absl::Mutex end at a time of day instead: a clock that is put back by an hour
// holds them for an hour.
#ifndef SERVICES_COMMON_BASE_STOP_SIGNAL_H_
#define SERVICES_COMMON_BASE_STOP_SIGNAL_H_

#include <condition_variable>
#include <mutex>

#include "absl/time/time.h"

namespace entente {

// Thread-safe.
class StopSignal {
 public:
  // For good.
  void Stop();
  bool IsStopped() const;

  // Ends the wait of one WaitForWake: that which is under way, or the next.
  // Cheap.
  void Wake();

  // Both return whether it is stopped: at once when it is, after `patience` at
  // the latest. WaitForWake returns at a Wake as well, and uses it up.
  bool WaitFor(absl::Duration patience) const;
  bool WaitForWake(absl::Duration patience);

 private:
  mutable std::mutex mutex_;
  mutable std::condition_variable changed_;
  bool is_stopped_ = false;
  bool is_woken_ = false;
};

}  // namespace entente

#endif  // SERVICES_COMMON_BASE_STOP_SIGNAL_H_
