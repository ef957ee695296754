// Threads for streams whose messages gRPC receives on threads of its own.
#ifndef SERVICES_COMMON_GATE_STREAM_THREADS_H_
#define SERVICES_COMMON_GATE_STREAM_THREADS_H_

#include <deque>
#include <functional>
#include <thread>
#include <vector>

#include "absl/base/thread_annotations.h"
#include "absl/synchronization/mutex.h"

namespace entente::gate {

// At most `threads_max` threads, made when they are needed; work beyond them
// waits in line. So whoever opens streams without right takes no thread from
// the calls of others, and no thread is made for each. Thread-safe.
class StreamThreads {
 public:
  explicit StreamThreads(int threads_max);
  // Waits for what was given.
  ~StreamThreads();
  StreamThreads(const StreamThreads&) = delete;
  StreamThreads& operator=(const StreamThreads&) = delete;

  // False, and `work` is dropped, when there is no thread and none can be made.
  bool Run(std::function<void()> work);

 private:
  void Work();
  bool HasWorkOrEnds() const ABSL_SHARED_LOCKS_REQUIRED(mutex_) {
    return is_ending_ || !waiting_.empty();
  }

  const size_t threads_max_;
  absl::Mutex mutex_;
  std::deque<std::function<void()>> waiting_ ABSL_GUARDED_BY(mutex_);
  std::vector<std::thread> threads_ ABSL_GUARDED_BY(mutex_);
  size_t idle_ ABSL_GUARDED_BY(mutex_) = 0;
  bool is_ending_ ABSL_GUARDED_BY(mutex_) = false;
};

}  // namespace entente::gate

#endif  // SERVICES_COMMON_GATE_STREAM_THREADS_H_
