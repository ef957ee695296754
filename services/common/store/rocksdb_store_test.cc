// What only a store on disk can promise: reopening, schema, faults, and the
// same answers as a map whatever is asked.
#include "services/common/store/rocksdb_store.h"

#include <gtest/gtest.h>
#include <sys/stat.h>

#include <cstdlib>
#include <random>

#include "absl/strings/str_cat.h"
#include "rocksdb/env.h"
#include "services/common/base/error.h"
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

// A disk whose log files stop taking syncs when told to.
class FailingFile final : public rocksdb::WritableFileWrapper {
 public:
  FailingFile(std::unique_ptr<rocksdb::WritableFile> file, const bool& fails)
      : WritableFileWrapper(file.get()),
        file_(std::move(file)),
        fails_(fails) {}
  rocksdb::Status Sync() override {
    return fails_ ? rocksdb::Status::IOError("planted") : file_->Sync();
  }

 private:
  const std::unique_ptr<rocksdb::WritableFile> file_;
  const bool& fails_;
};

class FailingDisk final : public rocksdb::EnvWrapper {
 public:
  FailingDisk() : EnvWrapper(rocksdb::Env::Default()) {}
  const char* Name() const override { return "FailingDisk"; }
  rocksdb::Status NewWritableFile(const std::string& name,
                                  std::unique_ptr<rocksdb::WritableFile>* file,
                                  const rocksdb::EnvOptions& options) override {
    const rocksdb::Status status =
        EnvWrapper::NewWritableFile(name, file, options);
    if (status.ok()) {
      *file = std::make_unique<FailingFile>(std::move(*file), fails);
    }
    return status;
  }

  bool fails = false;
};

TEST(RocksdbStoreTest, FailedFsyncTurnsTheStoreReadOnlyAndLosesNothing) {
  TemporaryFolder folder;
  FailingDisk disk;
  {
    const auto store = Open(folder.path(), {.env = &disk});
    ASSERT_TRUE(Put(*store, "kept", "v").ok());
    disk.fails = true;
    EXPECT_EQ(ErrorReason(Put(*store, "lost", "v")), "STORE_READ_ONLY");
    disk.fails = false;
    // It never limps on, although the disk is well again.
    EXPECT_EQ(ErrorReason(Put(*store, "later", "v")), "STORE_READ_ONLY");
    EXPECT_FALSE(store->IsWritable());
    EXPECT_EQ(store->Read()->Get("kept").value(), "v");
    EXPECT_EQ(store->Read()->Get("lost").value(), std::nullopt);
  }
  const auto reopened = Open(folder.path());
  EXPECT_EQ(reopened->Read()->Get("kept").value(), "v");
  EXPECT_EQ(reopened->Read()->Get("later").value(), std::nullopt);
  EXPECT_TRUE(Put(*reopened, "later", "v").ok());
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
  SCOPED_TRACE(testing::Message() << "ENTENTE_SEED=" << seed);
  RandomOperations operations(seed);
  TemporaryFolder folder;
  auto store = Open(folder.path());
  const auto oracle = NewMemoryStore();
  for (int i = 0; i < 3000; ++i) {
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
    if (i % 500 == 499) {
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
