// The one writer: bodies queue; a thread of its own runs all that wait against
// one overlay and commits once. Callers only wait, so that a disk which does
// not answer holds this thread and no other.
#ifndef SERVICES_COMMON_STORE_GROUP_WRITER_H_
#define SERVICES_COMMON_STORE_GROUP_WRITER_H_

#include <chrono>
#include <condition_variable>
#include <deque>
#include <functional>
#include <mutex>
#include <optional>
#include <thread>
#include <vector>

#include "absl/status/status.h"
#include "absl/time/time.h"
#include "services/common/store/overlay.h"
#include "services/common/store/store.h"

namespace entente::store {

// Rows after which a group is closed: larger batches gain nothing more and make
// the first caller wait.
inline constexpr size_t kGroupRowsMax = 65536;

// Thread-safe. Waits by the steady clock, with the standard library's
// primitives: Abseil's wait by the wall clock, which may be put back.
class GroupWriter {
 public:
  // Makes the changes durable at once, or fails without effect on later reads.
  using Commit = std::function<absl::Status(const Overlay::Changes&)>;

  // `committed` reads the latest committed state and outlives the writer; only
  // the writer's thread uses it, and only that thread commits. No caller waits
  // longer than `patience`, but for the bodies that run meanwhile, which never
  // block.
  GroupWriter(const Reader& committed, absl::Duration patience, Commit commit);

  // Returns when the disk has answered. No call may be under way.
  ~GroupWriter();

  // See Store::Transact; `epilogue` may be null.
  absl::Status Transact(Store::Body body, Store::Epilogue* epilogue);

  // From now on. No call may be under way.
  void set_patience(absl::Duration patience);

  // False after a failed commit, and while one takes longer than the patience.
  bool IsWritable() const;

  // Callers whose body is still to run; for tests.
  size_t queued() const;

 private:
  using SteadyClock = std::chrono::steady_clock;
  using Lock = std::unique_lock<std::mutex>;

  // A caller that waits; lives on its stack.
  struct Waiter {
    Store::Body* body;
    Store::Epilogue* epilogue;
    SteadyClock::time_point patience_ends;
    absl::Status result = absl::OkStatus();
    bool is_done = false;
  };

  // What follows is called with `lock` on the mutex; those that take it leave
  // the mutex for a while.
  void Run();
  // Takes the waiters of one group off the queue and runs their bodies.
  void RunBodies(Overlay& overlay, Lock& lock);
  void CommitGroup(const Overlay::Changes& changes, Lock& lock);
  void AnswerGroup(Lock& lock);
  bool IsStalled() const;
  // Nobody waits for `waiter` any more: what its body wrote may still become
  // durable, and nothing refers to it.
  absl::Status GiveUp(Waiter& waiter, Lock& lock);

  const Reader& committed_;
  const Commit commit_;
  // Guards all that follows.
  mutable std::mutex mutex_;
  SteadyClock::duration patience_;
  std::condition_variable arrived_;
  // A group was answered, or its bodies have run.
  std::condition_variable moved_;
  std::deque<Waiter*> queue_;
  // Whose bodies ran or run, and who wait for the commit.
  std::vector<Waiter*> group_;
  // Bodies run, which refer to the stacks of their callers.
  bool runs_bodies_ = false;
  // When the commit under way began; nothing when there is none.
  std::optional<SteadyClock::time_point> commit_began_;
  bool is_broken_ = false;
  // A caller has left during the commit under way.
  bool is_stall_noted_ = false;
  bool is_closing_ = false;
  // Last: it starts when all the above is there.
  std::thread thread_;
};

// UNAVAILABLE / STORE_READ_ONLY.
absl::Status ReadOnlyError();

// UNAVAILABLE / STORE_SLOW.
absl::Status SlowDiskError();

}  // namespace entente::store

#endif  // SERVICES_COMMON_STORE_GROUP_WRITER_H_
