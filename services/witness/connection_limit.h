// Ends connections that last too long, whatever is sent on them: a byte now and
// then is no silence, and would hold a place for ever.
#ifndef SERVICES_WITNESS_CONNECTION_LIMIT_H_
#define SERVICES_WITNESS_CONNECTION_LIMIT_H_

#include <chrono>
#include <map>
#include <thread>

#include "absl/base/thread_annotations.h"
#include "absl/synchronization/mutex.h"
#include "absl/time/time.h"
#include "services/common/base/stop_signal.h"

namespace entente::witness {

// Thread-safe. By the machine's time since start.
class ConnectionLimit {
 public:
  // A connection ends `longest` after it was opened, or a twentieth later.
  explicit ConnectionLimit(absl::Duration longest);
  ~ConnectionLimit();
  ConnectionLimit(const ConnectionLimit&) = delete;
  ConnectionLimit& operator=(const ConnectionLimit&) = delete;

  // `socket` stays open until Closed has returned: only then may its number be
  // that of another connection.
  void Opened(int socket);
  void Closed(int socket);

 private:
  using SteadyTime = std::chrono::steady_clock::time_point;

  // Shuts down, for reading and writing, whatever is due; its owner then finds
  // it ended.
  void EndDue();

  const absl::Duration longest_;
  absl::Mutex mutex_;
  std::map<int, SteadyTime> ends_ ABSL_GUARDED_BY(mutex_);
  StopSignal stop_;
  std::thread thread_;
};

}  // namespace entente::witness

#endif  // SERVICES_WITNESS_CONNECTION_LIMIT_H_
