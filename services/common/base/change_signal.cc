#include "services/common/base/change_signal.h"

#include "services/common/base/monotonic_wait.h"

namespace entente {

uint64_t ChangeSignal::Count() const {
  const std::lock_guard lock(mutex_);
  return count_;
}

void ChangeSignal::Notify() {
  {
    const std::lock_guard lock(mutex_);
    ++count_;
  }
  changed_.notify_all();
}

uint64_t ChangeSignal::WaitBeyond(uint64_t seen,
                                  absl::Duration patience) const {
  std::unique_lock lock(mutex_);
  changed_.wait_until(lock, MonotonicDeadline(patience),
                      [&] { return count_ != seen; });
  return count_;
}

}  // namespace entente
