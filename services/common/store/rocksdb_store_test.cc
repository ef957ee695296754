// What only a store on disk can promise: reopening, schema, faults, and the
// same answers as a map whatever is asked.
#include "services/common/store/rocksdb_store.h"

#include <gtest/gtest.h>
#include <sys/stat.h>

#include <atomic>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <optional>
#include <random>
#include <thread>
#include <vector>

#include "absl/strings/str_cat.h"
#include "services/common/base/error.h"
#include "services/common/store/faulty_disk.h"
#include "services/common/store/memory_store.h"
#include "services/common/store/temporary_folder.h"

namespace entente::store {
namespace {

std::unique_ptr<Store> Open(const std::string& path,
                            const StoreOptions& options = {}) {
  auto store = OpenRocksdbStore(path, options);
  EXPECT_TRUE(store.ok()) << store.status();
  return store.ok() ? *std::move(store) : nullptr;
}

absl::Status Put(Store& store, const std::string& key,
                 const std::string& value) {
  return store.Transact([&](Transaction& t) {
    t.Put(key, value);
    return absl::OkStatus();
  });
}

std::vector<std::pair<std::string, std::string>> Everything(
    const Reader& reader, absl::string_view prefix) {
  std::vector<std::pair<std::string, std::string>> records;
  EXPECT_TRUE(reader
                  .Scan(prefix, "",
                        [&](absl::string_view key, absl::string_view value) {
                          records.emplace_back(key, value);
                          return true;
                        })
                  .ok());
  return records;
}

TEST(RocksdbStoreTest, AcknowledgedRecordsSurviveReopening) {
  TemporaryFolder folder;
  ASSERT_TRUE(Put(*Open(folder.path()), "k", "v").ok());
  EXPECT_EQ(Open(folder.path())->Read()->Get("k").value(), "v");
}

TEST(RocksdbStoreTest, FolderIsClosedToOthers) {
  TemporaryFolder folder;
  const std::string path = folder.path() + "/data";
  const auto store = Open(path);
  struct stat status;
  ASSERT_EQ(stat(path.c_str(), &status), 0);
  EXPECT_EQ(status.st_mode & 0077, 0u);
}

TEST(RocksdbStoreTest, SecondProcessIsRefusedByName) {
  TemporaryFolder folder;
  const auto first = Open(folder.path());
  const auto second = OpenRocksdbStore(folder.path());
  EXPECT_EQ(ErrorReason(second.status()), "STORE_IN_USE");
}

TEST(RocksdbStoreTest, FolderThatCannotBeIsRefusedByName) {
  TemporaryFolder folder;
  // A path that says "lock" is not a lock.
  EXPECT_EQ(
      ErrorReason(OpenRocksdbStore(folder.path() + "/no/clock/here").status()),
      "STORE_UNREACHABLE");
}

TEST(RocksdbStoreTest, DamagedStoreIsRefusedByName) {
  TemporaryFolder folder;
  ASSERT_TRUE(Put(*Open(folder.path()), "k", "v").ok());
  std::ofstream(folder.path() + "/CURRENT") << "nonsense";
  const auto opened = OpenRocksdbStore(folder.path());
  EXPECT_EQ(opened.status().code(), absl::StatusCode::kDataLoss);
  EXPECT_EQ(ErrorReason(opened.status()), "STORE_UNREADABLE");
}

// The newest records are in a journal alone. A byte of it that changes on the
// disk takes what was written behind it along, as a power cut would; what the
// store then says is a state that it once had.
TEST(RocksdbStoreTest, DamageInTheJournalEndsWhatIsReadBack) {
  TemporaryFolder folder;
  {
    const auto store = Open(folder.path());
    for (const char* key : {"1", "2", "3"}) {
      ASSERT_TRUE(Put(*store, key, absl::StrCat("written ", key)).ok());
    }
  }
  int damaged = 0;
  for (const auto& file : std::filesystem::directory_iterator(folder.path())) {
    if (file.path().extension() != ".log") continue;
    std::fstream journal(file.path(),
                         std::ios::in | std::ios::out | std::ios::binary);
    const std::string bytes{std::istreambuf_iterator<char>(journal), {}};
    const size_t at = bytes.find("written 2");
    if (at == std::string::npos) continue;
    journal.seekp(static_cast<std::streamoff>(at)).put('W');
    ++damaged;
  }
  ASSERT_EQ(damaged, 1);
  const auto store = Open(folder.path());
  ASSERT_NE(store, nullptr);
  EXPECT_EQ(store->Read()->Get("1").value(), "written 1");
  EXPECT_EQ(store->Read()->Get("2").value(), std::nullopt);
  EXPECT_EQ(store->Read()->Get("3").value(), std::nullopt);
}

TEST(RocksdbStoreTest, OlderProgramRefusesNewerStore) {
  TemporaryFolder folder;
  Open(folder.path(), {.schema_version = 2});
  const auto older = OpenRocksdbStore(folder.path(), {.schema_version = 1});
  EXPECT_EQ(ErrorReason(older.status()), "STORE_NEWER");
}

TEST(RocksdbStoreTest, MigrationsRunOnceInOrder) {
  TemporaryFolder folder;
  Open(folder.path(), {.schema_version = 1});
  const auto append = [](const char* text) {
    return [text](Transaction& t) {
      t.Put("log", t.Get("log").value().value_or("") + text);
      return absl::OkStatus();
    };
  };
  const StoreOptions options{
      .schema_version = 3, .migrations = {{2, append("b")}, {1, append("a")}}};
  Open(folder.path(), options);
  EXPECT_EQ(Open(folder.path(), options)->Read()->Get("log").value(), "ab");
}

// Nobody waits for a store that is being opened, so no write of it comes too
// late; and what was begun is begun again.
TEST(RocksdbStoreTest, AMigrationInPiecesWaitsForTheDiskAndBeginsAgain) {
  TemporaryFolder folder;
  Open(folder.path(), {.schema_version = 1});
  int begun = 0;
  bool is_failing = true;
  const StoreOptions options{
      .schema_version = 2,
      .migrations = {{.from_version = 1,
                      .body = [&](Transaction& t) -> absl::Status {
                        t.Put("done", "yes");
                        if (is_failing) return absl::InternalError("no");
                        return absl::OkStatus();
                      },
                      .before = [&](Store& store) -> absl::Status {
                        ++begun;
                        for (int i = 0; i < 20; ++i) {
                          const absl::Status put =
                              Put(store, absl::StrCat("piece-", i), "x");
                          if (!put.ok()) return put;
                        }
                        return absl::OkStatus();
                      }}},
      .write_patience = absl::ZeroDuration()};
  EXPECT_EQ(OpenRocksdbStore(folder.path(), options).status(),
            absl::InternalError("no"));
  is_failing = false;
  ASSERT_NE(Open(folder.path(), options), nullptr);
  ASSERT_NE(Open(folder.path(), options), nullptr);
  EXPECT_EQ(begun, 2);
  const auto store = Open(folder.path(), {.schema_version = 2});
  EXPECT_EQ(store->Read()->Get("done").value(), "yes");
  EXPECT_EQ(Everything(*store->Read(), "piece-").size(), 20u);
}

TEST(RocksdbStoreTest, MissingMigrationIsRefusedByName) {
  TemporaryFolder folder;
  Open(folder.path(), {.schema_version = 1});
  const auto newer = OpenRocksdbStore(folder.path(), {.schema_version = 2});
  EXPECT_EQ(ErrorReason(newer.status()), "STORE_MIGRATION_MISSING");
}

TEST(RocksdbStoreTest, FailedMigrationLeavesTheOldSchema) {
  TemporaryFolder folder;
  Open(folder.path(), {.schema_version = 1});
  const auto fails = [](Transaction& t) {
    t.Put("half", "done");
    return absl::InternalError("no");
  };
  EXPECT_FALSE(OpenRocksdbStore(folder.path(), {.schema_version = 2,
                                                .migrations = {{1, fails}}})
                   .ok());
  const auto store = Open(folder.path(), {.schema_version = 1});
  EXPECT_EQ(store->Read()->Get("half").value(), std::nullopt);
}

TEST(RocksdbStoreTest, AlmostFullDiskRefusesWritesAndStaysReadable) {
  TemporaryFolder folder;
  ASSERT_TRUE(Put(*Open(folder.path()), "k", "v").ok());
  const auto store = Open(folder.path(), {.free_bytes_min = ~uint64_t{0}});
  EXPECT_EQ(ErrorReason(Put(*store, "k", "w")), "STORE_READ_ONLY");
  EXPECT_FALSE(store->IsWritable());
  EXPECT_EQ(store->Read()->Get("k").value(), "v");
}

// Plants a fault under a running store: it turns read-only at once, stays so
// when the disk is well again, and has lost nothing after reopening.
void ExpectReadOnlyAfter(std::atomic<bool> FaultyDisk::*fault) {
  TemporaryFolder folder;
  FaultyDisk disk;
  {
    const auto store = Open(folder.path(), {.env = &disk});
    ASSERT_TRUE(Put(*store, "kept", "v").ok());
    disk.*fault = true;
    EXPECT_EQ(ErrorReason(Put(*store, "lost", "v")), "STORE_READ_ONLY");
    disk.*fault = false;
    EXPECT_EQ(ErrorReason(Put(*store, "later", "v")), "STORE_READ_ONLY");
    EXPECT_FALSE(store->IsWritable());
    EXPECT_EQ(store->Read()->Get("kept").value(), "v");
    EXPECT_EQ(store->Read()->Get("lost").value(), std::nullopt);
  }
  const auto reopened = Open(folder.path());
  EXPECT_TRUE(reopened->IsWritable());
  EXPECT_EQ(reopened->Read()->Get("kept").value(), "v");
  EXPECT_EQ(reopened->Read()->Get("later").value(), std::nullopt);
  EXPECT_TRUE(Put(*reopened, "later", "v").ok());
}

TEST(RocksdbStoreTest, FailedFsyncTurnsTheStoreReadOnlyAndLosesNothing) {
  ExpectReadOnlyAfter(&FaultyDisk::fails_syncs);
}

TEST(RocksdbStoreTest, FailedWriteTurnsTheStoreReadOnlyAndLosesNothing) {
  ExpectReadOnlyAfter(&FaultyDisk::fails_writes);
}

TEST(RocksdbStoreTest, EveryCallerOfAFailedGroupIsToldSo) {
  TemporaryFolder folder;
  FaultyDisk disk;
  const auto store = Open(folder.path(), {.env = &disk});
  std::atomic<int> acknowledged = 0;
  std::vector<std::thread> threads;
  for (int thread = 0; thread < 8; ++thread) {
    threads.emplace_back([&, thread] {
      for (int i = 0;; ++i) {
        const absl::Status status =
            Put(*store, absl::StrCat("k", thread, "/", i), "v");
        if (!status.ok()) {
          EXPECT_EQ(ErrorReason(status), "STORE_READ_ONLY");
          return;
        }
        if (++acknowledged == 40) disk.fails_syncs = true;
      }
    });
  }
  for (std::thread& thread : threads) thread.join();
  EXPECT_EQ(Everything(*store->Read(), "k").size(),
            static_cast<size_t>(acknowledged));
}

TEST(RocksdbStoreTest, AcknowledgedRecordsSurviveAPowerCut) {
  TemporaryFolder folder;
  FaultyDisk disk;
  for (int round = 0; round < 3; ++round) {
    auto store = Open(folder.path(), {.env = &disk});
    EXPECT_EQ(Everything(*store->Read(), "k").size(), round * 20u);
    for (int i = 0; i < 20; ++i) {
      ASSERT_TRUE(Put(*store, absl::StrCat("k", round, "/", i), "v").ok());
    }
    disk.fails_writes = true;
    EXPECT_FALSE(Put(*store, "k-unacknowledged", "v").ok());
    disk.fails_syncs = true;
    store.reset();
    disk.fails_writes = disk.fails_syncs = false;
    disk.CutPower();
  }
  EXPECT_EQ(Everything(*Open(folder.path())->Read(), "k").size(), 60u);
}

// Random bodies, some failing, on both engines, with reopening in between.
class RandomOperations {
 public:
  explicit RandomOperations(uint64_t seed) : random_(seed) {}

  absl::Status Body(Transaction& t, uint64_t body_seed) {
    std::mt19937_64 random(body_seed);
    const int writes = static_cast<int>(random() % 12);
    for (int i = 0; i < writes; ++i) {
      const std::string key = Key(random);
      switch (random() % 4) {
        case 0:
          t.Delete(key);
          break;
        case 1: {
          // A write that depends on what is read.
          const auto before = t.Get(key).value();
          t.Put(key, absl::StrCat(before.value_or("-").substr(0, 8), i));
          break;
        }
        case 2:
          t.Put(key, absl::StrCat(Everything(t, key.substr(0, 2)).size()));
          break;
        default:
          t.Put(key, absl::StrCat(random() % 1000));
      }
    }
    return random() % 3 == 0 ? absl::AbortedError("chosen") : absl::OkStatus();
  }

  uint64_t Next() { return random_(); }

 private:
  static std::string Key(std::mt19937_64& random) {
    return absl::StrCat("r", random() % 4, "/", random() % 40);
  }

  std::mt19937_64 random_;
};

TEST(RocksdbStoreTest, RandomOperationsAnswerAsAMapDoes) {
  const char* given = std::getenv("ENTENTE_SEED");
  const uint64_t seed = given != nullptr ? std::strtoull(given, nullptr, 10)
                                         : std::random_device()();
  std::cout << "ENTENTE_SEED=" << seed << "\n";
  RandomOperations operations(seed);
  TemporaryFolder folder;
  auto store = Open(folder.path());
  const auto oracle = NewMemoryStore();
  for (int i = 0; i < 1200; ++i) {
    const uint64_t body_seed = operations.Next();
    const auto body = [&](Transaction& t) {
      return operations.Body(t, body_seed);
    };
    const auto epilogue = [&](Transaction& t, const absl::Status& outcome) {
      t.Put(absl::StrCat("r9/", body_seed % 50),
            absl::StatusCodeToString(outcome.code()));
      return body_seed % 7 == 0 ? absl::UnavailableError("chosen")
                                : absl::OkStatus();
    };
    ASSERT_EQ(store->Transact(body, epilogue),
              oracle->Transact(body, epilogue));
    if (i % 200 == 199) {
      store.reset();
      store = Open(folder.path());
    }
    if (i % 100 == 99) {
      ASSERT_EQ(Everything(*store->Read(), "r"),
                Everything(*oracle->Read(), "r"));
    }
  }
}

}  // namespace
}  // namespace entente::store
