#include "services/common/gate/stream_threads.h"

#include <system_error>
#include <utility>

namespace entente::gate {

StreamThreads::StreamThreads(int threads_max)
    : threads_max_(static_cast<size_t>(threads_max)) {}

StreamThreads::~StreamThreads() {
  std::vector<std::thread> threads;
  {
    absl::MutexLock lock(&mutex_);
    is_ending_ = true;
    threads = std::move(threads_);
  }
  for (std::thread& thread : threads) thread.join();
}

bool StreamThreads::Run(std::function<void()> work) {
  absl::MutexLock lock(&mutex_);
  if (waiting_.size() >= idle_ && threads_.size() < threads_max_) {
    try {
      threads_.emplace_back([this] { Work(); });
    } catch (const std::system_error&) {
      // The machine gives no more: those there are will come to it.
      if (threads_.empty()) return false;
    }
  }
  waiting_.push_back(std::move(work));
  return true;
}

void StreamThreads::Work() {
  while (true) {
    std::function<void()> work;
    {
      absl::MutexLock lock(&mutex_);
      ++idle_;
      mutex_.Await(absl::Condition(this, &StreamThreads::HasWorkOrEnds));
      --idle_;
      if (waiting_.empty()) return;
      work = std::move(waiting_.front());
      waiting_.pop_front();
    }
    work();
  }
}

}  // namespace entente::gate
