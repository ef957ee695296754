#include "services/common/base/stop_signal.h"

#include "services/common/base/monotonic_wait.h"

namespace entente {

void StopSignal::Stop() {
  {
    const std::lock_guard lock(mutex_);
    is_stopped_ = true;
  }
  changed_.notify_all();
}

bool StopSignal::IsStopped() const {
  const std::lock_guard lock(mutex_);
  return is_stopped_;
}

void StopSignal::Wake() {
  {
    const std::lock_guard lock(mutex_);
    is_woken_ = true;
  }
  // Not one: it might be a thread that waits for the stop alone.
  changed_.notify_all();
}

bool StopSignal::WaitFor(absl::Duration patience) const {
  std::unique_lock lock(mutex_);
  changed_.wait_until(lock, MonotonicDeadline(patience),
                      [this] { return is_stopped_; });
  return is_stopped_;
}

bool StopSignal::WaitForWake(absl::Duration patience) {
  std::unique_lock lock(mutex_);
  changed_.wait_until(lock, MonotonicDeadline(patience),
                      [this] { return is_stopped_ || is_woken_; });
  is_woken_ = false;
  return is_stopped_;
}

}  // namespace entente
