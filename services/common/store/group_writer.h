// The one writer: bodies queue; a thread of its own runs all that wait against
// one overlay and commits once. Callers only wait, so that a disk which does
// not answer holds this thread and no other.
#ifndef SERVICES_COMMON_STORE_GROUP_WRITER_H_
#define SERVICES_COMMON_STORE_GROUP_WRITER_H_

#include <chrono>
#include <deque>
#include <functional>
#include <optional>
#include <thread>
#include <vector>

#include "absl/base/thread_annotations.h"
#include "absl/status/status.h"
#include "absl/synchronization/mutex.h"
#include "absl/time/time.h"
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
  // the writer's thread uses it, and only that thread commits. A commit that
  // takes longer than `patience` is no longer waited for.
  GroupWriter(const Reader& committed, absl::Duration patience, Commit commit);

  // Returns when the disk has answered. No call may be under way.
  ~GroupWriter();

  // See Store::Transact; `epilogue` may be null.
  absl::Status Transact(Store::Body body, Store::Epilogue* epilogue);

  // False after a failed commit, and while one takes longer than the patience.
  bool IsWritable() const;

 private:
  // A caller that waits; lives on its stack.
  struct Waiter {
    Store::Body* body;
    Store::Epilogue* epilogue;
    absl::Status result = absl::OkStatus();
    bool is_done = false;
    absl::CondVar woken = {};
  };

  void Run();
  // Takes the waiters of one group off the queue and runs their bodies.
  void RunBodies(Overlay& overlay) ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);
  // Leaves the mutex while the disk works.
  void CommitGroup(const Overlay::Changes& changes)
      ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);
  void AnswerGroup() ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);

  // How long the commit under way has lasted; zero when there is none.
  absl::Duration CommitAge() const ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);
  bool IsStalled() const ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_) {
    return CommitAge() >= patience_;
  }
  // Nobody waits for `waiter` any more: what its body wrote may still become
  // durable, and nothing refers to it.
  absl::Status GiveUp(Waiter& waiter) ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);

  const Reader& committed_;
  const absl::Duration patience_;
  const Commit commit_;
  mutable absl::Mutex mutex_;
  absl::CondVar arrived_;
  std::deque<Waiter*> queue_ ABSL_GUARDED_BY(mutex_);
  // Whose bodies ran, and who wait for the commit.
  std::vector<Waiter*> group_ ABSL_GUARDED_BY(mutex_);
  // When the commit under way began; nothing when there is none.
  std::optional<std::chrono::steady_clock::time_point> commit_began_
      ABSL_GUARDED_BY(mutex_);
  bool is_broken_ ABSL_GUARDED_BY(mutex_) = false;
  bool is_stall_noted_ ABSL_GUARDED_BY(mutex_) = false;
  bool is_closing_ ABSL_GUARDED_BY(mutex_) = false;
  // Last: it starts when all the above is there.
  std::thread thread_;
};

// UNAVAILABLE / STORE_READ_ONLY.
absl::Status ReadOnlyError();

// UNAVAILABLE / STORE_SLOW.
absl::Status SlowDiskError();

}  // namespace entente::store

#endif  // SERVICES_COMMON_STORE_GROUP_WRITER_H_
