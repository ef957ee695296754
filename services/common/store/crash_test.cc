// kill -9 at a seeded moment: every acknowledged write is there after reopening
// and no transaction is torn.
#include <gtest/gtest.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cstdlib>
#include <filesystem>
#include <random>

#include "services/common/base/error.h"
#include "services/common/store/crash_writer.h"
#include "services/common/store/rocksdb_store.h"
#include "services/common/store/temporary_folder.h"

namespace entente::store {
namespace {

// A running store_crash_writer, killed at the latest when this goes.
class Writer {
 public:
  explicit Writer(const std::string& folder) {
    int ends[2];
    if (pipe(ends) != 0) abort();
    const std::string program =
        std::filesystem::read_symlink("/proc/self/exe").parent_path() /
        "store_crash_writer";
    pid_ = fork();
    if (pid_ < 0) abort();
    if (pid_ == 0) {
      dup2(ends[1], STDOUT_FILENO);
      close(ends[0]);
      close(ends[1]);
      execl(program.c_str(), program.c_str(), folder.c_str(), nullptr);
      _exit(127);
    }
    close(ends[1]);
    pipe_ = ends[0];
  }
  ~Writer() {
    if (pid_ > 0) {
      Kill();
      Wait();
    }
    close(pipe_);
  }
  Writer(const Writer&) = delete;
  Writer& operator=(const Writer&) = delete;

  // The next acknowledgement; false when the writer is gone and its pipe empty.
  bool Next(Ack& ack) { return read(pipe_, &ack, sizeof(ack)) == sizeof(ack); }
  void Kill() { kill(pid_, SIGKILL); }
  // How it ended, as waitpid says.
  int Wait() {
    int status = 0;
    waitpid(pid_, &status, 0);
    pid_ = -1;
    return status;
  }

 private:
  pid_t pid_ = -1;
  int pipe_ = -1;
};

using Counts = std::array<uint64_t, kCrashThreads>;

uint64_t ReadCount(const Reader& reader, const std::string& key) {
  const auto value = reader.Get(key).value();
  return value.has_value() ? KeyReader(*value).U64().value() : 0;
}

// Compares what is on disk with what was acknowledged, and moves `counts` on to
// what is on disk: the next writer counts from there.
void Check(const Reader& reader, Counts& counts) {
  uint64_t total = 0;
  for (uint32_t thread = 0; thread < kCrashThreads; ++thread) {
    const uint64_t left = ReadCount(reader, CrashKey(thread, "left"));
    EXPECT_EQ(left, ReadCount(reader, CrashKey(thread, "right"))) << "torn";
    EXPECT_GE(left, counts[thread]) << "an acknowledged write is lost";
    // One write of each thread may have been under way.
    EXPECT_LE(left, counts[thread] + 1);
    counts[thread] = left;
    total += left;
  }
  EXPECT_EQ(ReadCount(reader, CrashTotalKey()), total);
}

TEST(CrashTest, KilledWriterLosesNoAcknowledgedWrite) {
  const char* given = std::getenv("ENTENTE_SEED");
  const uint64_t seed = given != nullptr ? std::strtoull(given, nullptr, 10)
                                         : std::random_device()();
  std::cout << "ENTENTE_SEED=" << seed << "\n";
  std::mt19937_64 random(seed);
  TemporaryFolder folder;
  Counts counts = {};
  for (int round = 0; round < 6; ++round) {
    const int acks = 1 + static_cast<int>(random() % 400);
    {
      Writer writer(folder.path());
      Ack ack;
      int seen = 0;
      // Those still in the pipe after the kill were acknowledged too.
      while (writer.Next(ack)) {
        counts[ack.thread] = ack.count;
        if (++seen == acks) writer.Kill();
      }
      const int status = writer.Wait();
      ASSERT_TRUE(WIFSIGNALED(status)) << "ended by itself: " << status;
      ASSERT_GE(seen, acks);
    }
    const auto store = OpenRocksdbStore(folder.path());
    ASSERT_TRUE(store.ok()) << store.status();
    Check(*(*store)->Read(), counts);
  }
}

TEST(CrashTest, StoreOfARunningProcessIsRefusedByName) {
  TemporaryFolder folder;
  {
    Writer writer(folder.path());
    Ack ack;
    ASSERT_TRUE(writer.Next(ack));
    EXPECT_EQ(ErrorReason(OpenRocksdbStore(folder.path()).status()),
              "STORE_IN_USE");
  }
  EXPECT_TRUE(OpenRocksdbStore(folder.path()).ok());
}

}  // namespace
}  // namespace entente::store
