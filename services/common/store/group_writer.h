// The one writer: bodies queue, the first waiter runs all of them against one
// overlay and commits once (leader and followers, as in a database log).
#ifndef SERVICES_COMMON_STORE_GROUP_WRITER_H_
#define SERVICES_COMMON_STORE_GROUP_WRITER_H_

#include <atomic>
#include <deque>
#include <functional>
#include <vector>

#include "absl/base/thread_annotations.h"
#include "absl/status/status.h"
#include "absl/synchronization/mutex.h"
#include "services/common/store/overlay.h"
#include "services/common/store/store.h"

namespace entente::store {

// Rows after which a group is closed: larger batches gain nothing more and make
// the first caller wait.
inline constexpr size_t kGroupRowsMax = 65536;

// Thread-safe.
class GroupWriter {
 public:
  // Makes the changes durable at once, or fails without effect on later reads.
  using Commit = std::function<absl::Status(const Overlay::Changes&)>;

  // `committed` reads the latest committed state and outlives the writer; only
  // the leading thread uses it, one at a time.
  GroupWriter(const Reader& committed, Commit commit)
      : committed_(committed), commit_(std::move(commit)) {}

  // See Store::Transact; `epilogue` may be null.
  absl::Status Transact(Store::Body body, Store::Epilogue* epilogue);

  // False after a failed commit.
  bool IsWritable() const { return !is_broken_.load(); }

 private:
  struct Waiter {
    Store::Body* body;
    Store::Epilogue* epilogue;
    absl::Status result = absl::OkStatus();
    bool is_done = false;
    absl::CondVar woken = {};
  };

  // Runs the queue's head up to the row limit and commits it; returns how many
  // waiters it answered.
  size_t Lead(const std::vector<Waiter*>& group);

  const Reader& committed_;
  const Commit commit_;
  std::atomic<bool> is_broken_ = false;
  absl::Mutex mutex_;
  std::deque<Waiter*> queue_ ABSL_GUARDED_BY(mutex_);
};

// UNAVAILABLE / STORE_READ_ONLY.
absl::Status ReadOnlyError();

}  // namespace entente::store

#endif  // SERVICES_COMMON_STORE_GROUP_WRITER_H_
