// kill -9 at a seeded moment: every acknowledged write is there after reopening
// and no group is torn.
#include <gtest/gtest.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cstdlib>
#include <map>
#include <random>
#include <thread>

#include "absl/strings/str_cat.h"
#include "services/common/store/key.h"
#include "services/common/store/rocksdb_store.h"
#include "services/common/store/temporary_folder.h"

namespace entente::store {
namespace {

constexpr int kThreads = 4;

std::string CounterKey(uint64_t thread, const char* side) {
  return KeyWriter().Table(1).U64(thread).Str(side).Key();
}

// One acknowledged write, as it goes through the pipe (atomic: < PIPE_BUF).
struct Ack {
  uint32_t thread;
  uint32_t count;
};

// Each thread counts up, two records in one transaction, and says so after each
// acknowledgement. Never returns.
[[noreturn]] void WriteUntilKilled(const std::string& path, int pipe) {
  auto store = OpenRocksdbStore(path);
  if (!store.ok()) _exit(3);
  const auto start = (*store)->Read();
  std::vector<std::thread> threads;
  for (uint32_t thread = 0; thread < kThreads; ++thread) {
    threads.emplace_back([&, thread] {
      const auto before = start->Get(CounterKey(thread, "left")).value();
      uint32_t count = before.has_value() ? std::atoi(before->c_str()) : 0;
      while (true) {
        ++count;
        const absl::Status status = (*store)->Transact([&](Transaction& t) {
          t.Put(CounterKey(thread, "left"), absl::StrCat(count));
          t.Put(CounterKey(thread, "right"), absl::StrCat(count));
          return absl::OkStatus();
        });
        const Ack ack{thread, count};
        if (!status.ok() || write(pipe, &ack, sizeof(ack)) != sizeof(ack)) {
          _exit(4);
        }
      }
    });
  }
  for (std::thread& thread : threads) thread.join();
  _exit(5);
}

// Runs a writer, kills it after `acks` acknowledgements and notes in `counts`
// the last one of each thread, those still in the pipe included.
void RunAndKill(const std::string& path, int acks,
                std::map<uint32_t, uint32_t>& counts) {
  int pipe_ends[2];
  ASSERT_EQ(pipe(pipe_ends), 0);
  const pid_t child = fork();
  ASSERT_GE(child, 0);
  if (child == 0) {
    close(pipe_ends[0]);
    WriteUntilKilled(path, pipe_ends[1]);
  }
  close(pipe_ends[1]);
  Ack ack;
  for (int seen = 0; read(pipe_ends[0], &ack, sizeof(ack)) == sizeof(ack);) {
    counts[ack.thread] = ack.count;
    if (++seen == acks) kill(child, SIGKILL);
  }
  close(pipe_ends[0]);
  int status = 0;
  ASSERT_EQ(waitpid(child, &status, 0), child);
  ASSERT_TRUE(WIFSIGNALED(status)) << "the writer ended by itself: " << status;
}

TEST(CrashTest, KilledWriterLosesNoAcknowledgedWrite) {
  const char* given = std::getenv("ENTENTE_SEED");
  const uint64_t seed = given != nullptr ? std::strtoull(given, nullptr, 10)
                                         : std::random_device()();
  SCOPED_TRACE(testing::Message() << "ENTENTE_SEED=" << seed);
  std::mt19937_64 random(seed);
  TemporaryFolder folder;
  std::map<uint32_t, uint32_t> counts;
  for (int round = 0; round < 8; ++round) {
    RunAndKill(folder.path(), 1 + static_cast<int>(random() % 400), counts);
    if (HasFatalFailure()) return;
    const auto store = OpenRocksdbStore(folder.path());
    ASSERT_TRUE(store.ok()) << store.status();
    const auto snapshot = (*store)->Read();
    for (const auto& [thread, count] : counts) {
      const auto left = snapshot->Get(CounterKey(thread, "left")).value();
      const auto right = snapshot->Get(CounterKey(thread, "right")).value();
      ASSERT_TRUE(left.has_value());
      EXPECT_EQ(left, right) << "torn transaction";
      EXPECT_GE(std::atoi(left->c_str()), static_cast<int>(count));
    }
  }
}

}  // namespace
}  // namespace entente::store
