// The program that crash_test.cc kills: every thread counts up, and says so on
// standard output after each acknowledgement. Never ends by itself.
//
//   store_crash_writer FOLDER
#include "services/common/store/crash_writer.h"

#include <unistd.h>

#include <thread>
#include <vector>

#include "services/common/base/error.h"
#include "services/common/store/rocksdb_store.h"

namespace entente::store {
namespace {

absl::StatusOr<uint64_t> ReadCount(const Reader& reader,
                                   const std::string& key) {
  ENTENTE_ASSIGN_OR_RETURN(const auto value, reader.Get(key));
  if (!value.has_value()) return 0;
  return KeyReader(*value).U64();
}

// One more for `thread`: both sides and the total; answers the new count.
absl::StatusOr<uint64_t> CountUp(Store& store, uint32_t thread) {
  uint64_t count = 0;
  ENTENTE_RETURN_IF_ERROR(store.Transact([&](Transaction& t) -> absl::Status {
    ENTENTE_ASSIGN_OR_RETURN(count, ReadCount(t, CrashKey(thread, "left")));
    ENTENTE_ASSIGN_OR_RETURN(const uint64_t total,
                             ReadCount(t, CrashTotalKey()));
    ++count;
    t.Put(CrashKey(thread, "left"), KeyWriter().U64(count).Key());
    t.Put(CrashTotalKey(), KeyWriter().U64(total + 1).Key());
    t.Put(CrashKey(thread, "right"), KeyWriter().U64(count).Key());
    return absl::OkStatus();
  }));
  return count;
}

int Main(const char* folder) {
  const auto store = OpenRocksdbStore(folder);
  if (!store.ok()) return 3;
  std::vector<std::thread> threads;
  for (uint32_t thread = 0; thread < kCrashThreads; ++thread) {
    threads.emplace_back([&store, thread] {
      while (true) {
        const absl::StatusOr<uint64_t> count = CountUp(**store, thread);
        if (!count.ok()) _exit(4);
        const Ack ack{thread, static_cast<uint32_t>(*count)};
        if (write(STDOUT_FILENO, &ack, sizeof(ack)) != sizeof(ack)) _exit(5);
      }
    });
  }
  for (std::thread& thread : threads) thread.join();
  return 6;
}

}  // namespace
}  // namespace entente::store

int main(int argc, char** argv) {
  return argc == 2 ? entente::store::Main(argv[1]) : 2;
}
