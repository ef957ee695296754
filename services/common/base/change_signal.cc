#include "services/common/base/change_signal.h"

namespace entente {

uint64_t ChangeSignal::Count() const {
  absl::MutexLock lock(&mutex_);
  return count_;
}

void ChangeSignal::Notify() {
  absl::MutexLock lock(&mutex_);
  ++count_;
}

uint64_t ChangeSignal::WaitBeyond(uint64_t seen,
                                  absl::Duration patience) const {
  absl::MutexLock lock(&mutex_);
  const auto is_beyond = [this, seen]() ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_) {
    return count_ != seen;
  };
  mutex_.AwaitWithTimeout(absl::Condition(&is_beyond), patience);
  return count_;
}

}  // namespace entente
