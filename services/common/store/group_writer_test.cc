// The queue of the writer when its disk hangs: who waits is told in time, what
// the disk takes at last is there, and nothing runs for those who have left.
#include "services/common/store/group_writer.h"

#include <gtest/gtest.h>

#include <atomic>
#include <chrono>
#include <thread>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/synchronization/notification.h"
#include "services/common/base/error.h"
#include "services/common/store/memory_store.h"

namespace entente::store {
namespace {

// A disk that takes the first write and does not answer until it is let go.
class GroupWriterTest : public testing::Test {
 protected:
  ~GroupWriterTest() override { LetGo(); }

  absl::Status Commit(const Overlay::Changes& changes) {
    rows_ += static_cast<int>(changes.size());
    if (!has_begun_.HasBeenNotified()) has_begun_.Notify();
    hangs_.WaitForNotification();
    return fails_ ? absl::UnavailableError("planted") : absl::OkStatus();
  }
  void LetGo() {
    if (!hangs_.HasBeenNotified()) hangs_.Notify();
  }

  // One row, under a key of its own.
  absl::Status Put() {
    const std::string key = absl::StrCat("k", keys_++);
    return writer_.Transact(
        [&](Transaction& t) {
          ++bodies_;
          t.Put(key, "v");
          return absl::OkStatus();
        },
        nullptr);
  }
  // Leaves the disk hanging longer than the patience. A caller whose patience
  // ends before its body runs has left too, and tries again.
  void Hang() {
    while (!has_begun_.HasBeenNotified()) {
      EXPECT_EQ(ErrorReason(Put()), "STORE_SLOW");
    }
    EXPECT_EQ(ErrorReason(Put()), "STORE_SLOW");
  }
  // Once the disk has answered, writes are taken again without a restart; one
  // of them may still be late, since the patience of the test is so short.
  absl::Status PutUntilTaken() {
    absl::Status status = Put();
    while (ErrorReason(status) == "STORE_SLOW") status = Put();
    return status;
  }

  const std::unique_ptr<Store> empty_ = NewMemoryStore();
  const std::unique_ptr<Snapshot> committed_ = empty_->Read();
  std::atomic<int> keys_ = 0;
  std::atomic<int> bodies_ = 0;
  std::atomic<int> rows_ = 0;
  std::atomic<bool> fails_ = false;
  absl::Notification has_begun_;
  absl::Notification hangs_;
  // Last: it commits to the above.
  GroupWriter writer_{
      *committed_, absl::Milliseconds(1),
      [this](const Overlay::Changes& changes) { return Commit(changes); }};
};

TEST_F(GroupWriterTest, D70ACallerOfAHangingDiskIsTold) {
  Hang();
  EXPECT_EQ(Put().code(), absl::StatusCode::kUnavailable);
  EXPECT_FALSE(writer_.IsWritable());
}

TEST_F(GroupWriterTest, D70ThoseWhoComeWhileItHangsAreToldAndNeverRun) {
  Hang();
  const int bodies = bodies_;
  std::vector<std::thread> callers;
  std::atomic<int> told = 0;
  for (int i = 0; i < 16; ++i) {
    callers.emplace_back(
        [&] { told += ErrorReason(Put()) == "STORE_SLOW" ? 1 : 0; });
  }
  for (std::thread& caller : callers) caller.join();
  EXPECT_EQ(told, 16);
  EXPECT_EQ(bodies_, bodies);
  LetGo();
  EXPECT_TRUE(PutUntilTaken().ok());
  // Every body that ran was written, and none ran for somebody who had left.
  EXPECT_EQ(bodies_, rows_);
  EXPECT_LT(bodies_, keys_);
}

TEST_F(GroupWriterTest, D70ThoseWhoQueuedBeforeItHungAreToldAndNeverRun) {
  constexpr int kCallers = 16;
  std::vector<std::thread> callers;
  std::atomic<int> told = 0;
  // The first body ends when all others stand in the queue: the commit that
  // hangs begins behind it, when the patience of most is over.
  const auto body = [&](Transaction& t) {
    for (int i = 0; i < kCallers; ++i) {
      callers.emplace_back(
          [&] { told += ErrorReason(Put()) == "STORE_SLOW" ? 1 : 0; });
    }
    while (writer_.queued() < kCallers) std::this_thread::yield();
    t.Put("first", "v");
    return absl::OkStatus();
  };
  // Until its body has run: its patience may end before.
  while (callers.empty()) {
    EXPECT_EQ(ErrorReason(writer_.Transact(body, nullptr)), "STORE_SLOW");
  }
  for (std::thread& caller : callers) caller.join();
  EXPECT_EQ(told, kCallers);
  EXPECT_EQ(writer_.queued(), 0u);
  LetGo();
  EXPECT_TRUE(PutUntilTaken().ok());
  // The first one's row, and those of PutUntilTaken.
  EXPECT_EQ(rows_, bodies_ + 1);
  EXPECT_LE(bodies_, keys_ - kCallers);
}

// The call of whoever left is recorded next: that must not wait once more.
TEST(GroupWriterPatienceTest, D70OnceACallerHasLeftNobodyElseWaits) {
  const std::unique_ptr<Store> empty = NewMemoryStore();
  const std::unique_ptr<Snapshot> committed = empty->Read();
  absl::Notification hangs;
  constexpr absl::Duration kPatience = absl::Milliseconds(200);
  GroupWriter writer(*committed, kPatience, [&](const Overlay::Changes&) {
    hangs.WaitForNotification();
    return absl::OkStatus();
  });
  // The patience is over when the commit begins, which is not old then.
  bool has_run = false;
  const auto body = [&](Transaction& t) {
    const auto ends =
        std::chrono::steady_clock::now() + absl::ToChronoNanoseconds(kPatience);
    while (std::chrono::steady_clock::now() < ends) std::this_thread::yield();
    has_run = true;
    t.Put("k", "v");
    return absl::OkStatus();
  };
  while (!has_run) {
    EXPECT_EQ(ErrorReason(writer.Transact(body, nullptr)), "STORE_SLOW");
  }
  EXPECT_FALSE(writer.IsWritable());
  hangs.Notify();
}

TEST_F(GroupWriterTest, D70TheStoreTakesWritesAgainOnceTheDiskHasAnswered) {
  Hang();
  LetGo();
  EXPECT_TRUE(PutUntilTaken().ok());
  EXPECT_TRUE(writer_.IsWritable());
}

TEST_F(GroupWriterTest, D70AWriteThatHungAndFailedTurnsTheStoreReadOnly) {
  Hang();
  fails_ = true;
  LetGo();
  EXPECT_EQ(ErrorReason(PutUntilTaken()), "STORE_READ_ONLY");
  EXPECT_FALSE(writer_.IsWritable());
}

}  // namespace
}  // namespace entente::store
