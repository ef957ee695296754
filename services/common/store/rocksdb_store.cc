#include "services/common/store/rocksdb_store.h"

#include <sys/stat.h>
#include <sys/statvfs.h>

#include <algorithm>
#include <atomic>
#include <optional>
#include <utility>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "rocksdb/cache.h"
#include "rocksdb/db.h"
#include "rocksdb/filter_policy.h"
#include "rocksdb/listener.h"
#include "rocksdb/table.h"
#include "rocksdb/transaction_log.h"
#include "rocksdb/write_batch.h"
#include "services/common/base/error.h"
#include "services/common/base/log.h"
#include "services/common/store/group_writer.h"
#include "services/common/store/schema.h"

namespace entente::store {
namespace {

// The key table is small and the machine has other tenants: small buffers.
constexpr size_t kWriteBufferBytes = size_t{32} << 20;
constexpr size_t kCacheBytes = size_t{64} << 20;

// While a store is opened nobody waits who could go away: a migration takes as
// long as it takes. Longer than that, and far from what a clock cannot hold.
constexpr absl::Duration kPatienceOfOpening = absl::Hours(24 * 365);

rocksdb::Slice ToSlice(absl::string_view bytes) {
  return rocksdb::Slice(bytes.data(), bytes.size());
}

absl::string_view ToView(const rocksdb::Slice& slice) {
  return absl::string_view(slice.data(), slice.size());
}

absl::Status ReadFailed(const rocksdb::Status& status) {
  return absl::DataLossError(
      absl::StrCat("the store cannot be read: ", status.ToString()));
}

// Reads the committed state, at `snapshot` or (null) the latest.
class RocksdbReader : public Snapshot {
 public:
  RocksdbReader(rocksdb::DB& db, const rocksdb::Snapshot* snapshot) : db_(db) {
    options_.snapshot = snapshot;
  }
  ~RocksdbReader() override {
    if (options_.snapshot != nullptr) db_.ReleaseSnapshot(options_.snapshot);
  }

  absl::StatusOr<std::optional<std::string>> Get(
      absl::string_view key) const override {
    std::string value;
    const rocksdb::Status status = db_.Get(options_, ToSlice(key), &value);
    if (status.IsNotFound()) return std::nullopt;
    if (!status.ok()) return ReadFailed(status);
    return value;
  }

  absl::Status Scan(
      absl::string_view prefix, absl::string_view start,
      absl::FunctionRef<bool(absl::string_view, absl::string_view)> visit)
      const override {
    const std::unique_ptr<rocksdb::Iterator> it(db_.NewIterator(options_));
    for (it->Seek(ToSlice(std::max(prefix, start))); it->Valid(); it->Next()) {
      const absl::string_view key = ToView(it->key());
      if (!absl::StartsWith(key, prefix)) break;
      if (!visit(key, ToView(it->value()))) break;
    }
    if (!it->status().ok()) return ReadFailed(it->status());
    return absl::OkStatus();
  }

 private:
  rocksdb::DB& db_;
  rocksdb::ReadOptions options_;
};

// Notes that a flush or compaction could not be written: the next transaction
// would fail, and readiness should say so before.
class FaultListener final : public rocksdb::EventListener {
 public:
  void OnBackgroundError(rocksdb::BackgroundErrorReason,
                         rocksdb::Status* status) override {
    Note("store_background_fault", status->ToString());
  }
  void Note(const std::string& event, const std::string& cause) {
    has_fault_ = true;
    LogError(event, {{"message", cause}});
  }
  bool has_fault() const { return has_fault_; }

 private:
  std::atomic<bool> has_fault_ = false;
};

// Which file the name `path` stands for now; nullopt when it stands for none.
std::optional<std::pair<dev_t, ino_t>> FileAt(const std::string& path) {
  struct stat file;
  if (stat(path.c_str(), &file) != 0) return std::nullopt;
  return std::make_pair(file.st_dev, file.st_ino);
}

// Room for `changes` in a batch, so that it does not grow piece by piece: its
// header, and for each record a byte of type and two lengths of at most five.
size_t BatchBytes(const Overlay::Changes& changes) {
  size_t bytes = 12;
  for (const auto& [key, change] : changes) {
    bytes += 11 + key.size() + (change.has_value() ? change->size() : 0);
  }
  return bytes;
}

class RocksdbStore final : public Store {
 public:
  RocksdbStore(std::unique_ptr<rocksdb::DB> db,
               std::shared_ptr<FaultListener> listener, std::string path,
               const StoreOptions& options)
      : listener_(std::move(listener)),
        db_(std::move(db)),
        path_(std::move(path)),
        lock_path_(path_ + "/LOCK"),
        lock_file_(FileAt(lock_path_)),
        free_bytes_min_(options.free_bytes_min),
        latest_(*db_, nullptr),
        writer_(latest_, kPatienceOfOpening,
                [this](const Overlay::Changes& changes) {
                  return Commit(changes);
                }) {}

  void EndOpening(absl::Duration write_patience) {
    writer_.set_patience(write_patience);
  }

  absl::Status Transact(Body body) override {
    return writer_.Transact(body, nullptr);
  }
  absl::Status Transact(Body body, Epilogue epilogue) override {
    return writer_.Transact(body, &epilogue);
  }
  std::unique_ptr<Snapshot> Read() const override {
    return std::make_unique<RocksdbReader>(*db_, db_->GetSnapshot());
  }
  bool IsWritable() const override {
    return writer_.IsWritable() && !listener_->has_fault() && IsInPlace();
  }

 private:
  absl::Status Commit(const Overlay::Changes& changes) {
    // RocksDB may recover by itself; a store that never limps on does not.
    if (listener_->has_fault()) {
      return absl::UnavailableError("a write failed before");
    }
    ENTENTE_RETURN_IF_ERROR(CheckFolder());
    rocksdb::WriteBatch batch(BatchBytes(changes));
    for (const auto& [key, change] : changes) {
      const rocksdb::Status status =
          change.has_value() ? batch.Put(key, *change) : batch.Delete(key);
      if (!status.ok()) return absl::InternalError(status.ToString());
    }
    rocksdb::WriteOptions options;
    options.sync = true;
    const rocksdb::Status status = db_->Write(options, &batch);
    if (!status.ok()) return absl::UnavailableError(status.ToString());
    return absl::OkStatus();
  }

  // What is written to files that nobody can open again is lost, though every
  // write and sync of it succeeds.
  absl::Status CheckFolder() const {
    struct statvfs disk;
    if (statvfs(path_.c_str(), &disk) != 0 ||
        FileAt(lock_path_) != lock_file_) {
      return absl::UnavailableError(
          "the folder of the store was removed or replaced");
    }
    if (uint64_t{disk.f_bavail} * disk.f_frsize < free_bytes_min_) {
      return absl::UnavailableError("the disk is almost full");
    }
    return absl::OkStatus();
  }

  // Asked once a second by readiness, so that a store that was taken away is
  // closed without waiting for a write. The log being written is too dear to
  // look at for each write.
  bool IsInPlace() const {
    std::unique_ptr<rocksdb::LogFile> log;
    if (FileAt(lock_path_) == lock_file_ && db_->GetCurrentWalFile(&log).ok()) {
      return true;
    }
    listener_->Note("store_gone", "files of the store were removed");
    return false;
  }

  const std::shared_ptr<FaultListener> listener_;
  const std::unique_ptr<rocksdb::DB> db_;
  const std::string path_;
  // Made when the store is opened, and never again while it is.
  const std::string lock_path_;
  const std::optional<std::pair<dev_t, ino_t>> lock_file_;
  const uint64_t free_bytes_min_;
  const RocksdbReader latest_;
  GroupWriter writer_;
};

rocksdb::Options EngineOptions(const StoreOptions& options) {
  rocksdb::Options engine;
  if (options.env != nullptr) engine.env = options.env;
  engine.create_if_missing = true;
  engine.write_buffer_size = kWriteBufferBytes;
  engine.max_write_buffer_number = 3;
  engine.max_background_jobs = 2;
  engine.compression = rocksdb::kNoCompression;
  engine.keep_log_file_num = 2;
  engine.max_open_files = 256;
  // Read back up to the first record that is cut off or damaged: after a power
  // cut that is where what was synced ends, and nothing tells damage from it.
  engine.wal_recovery_mode = rocksdb::WALRecoveryMode::kPointInTimeRecovery;
  engine.paranoid_checks = true;
  rocksdb::BlockBasedTableOptions table;
  table.block_cache = rocksdb::NewLRUCache(kCacheBytes);
  table.filter_policy.reset(rocksdb::NewBloomFilterPolicy(10));
  engine.table_factory.reset(rocksdb::NewBlockBasedTableFactory(table));
  return engine;
}

absl::Status InUse(const std::string& path) {
  return MakeError(
      absl::StatusCode::kFailedPrecondition,
      {.reason = "STORE_IN_USE",
       .sentence = {
           .en = absl::StrCat("The store in ", path,
                              " is held by another process; stop that one "
                              "first. A store has one process."),
           .fr = absl::StrCat(
               "Le stockage ", path,
               " est tenu par un autre processus ; arrêtez d'abord celui-ci."),
           .nl = absl::StrCat("De opslag ", path,
                              " is in gebruik door een ander proces; stop "
                              "dat eerst.")}});
}

absl::Status Unreachable(const std::string& path, absl::string_view cause) {
  return MakeError(
      absl::StatusCode::kFailedPrecondition,
      {.reason = "STORE_UNREACHABLE",
       .sentence = {
           .en = absl::StrCat("The folder ", path,
                              " cannot hold a store: ", cause,
                              ". Check that the disk is there and that this "
                              "program may write to it."),
           .fr = absl::StrCat("Le dossier ", path,
                              " ne peut pas servir de stockage ; vérifiez le "
                              "disque et les droits."),
           .nl = absl::StrCat("De map ", path,
                              " kan niet als opslag dienen; controleer de "
                              "schijf en de rechten.")}});
}

absl::Status Unreadable(const std::string& path, absl::string_view cause) {
  return MakeError(
      absl::StatusCode::kDataLoss,
      {.reason = "STORE_UNREADABLE",
       .sentence = {
           .en = absl::StrCat("The store in ", path, " cannot be opened: ",
                              cause, ". Restore it from a backup."),
           .fr = absl::StrCat("Le stockage ", path,
                              " ne peut être ouvert ; restaurez une copie."),
           .nl = absl::StrCat("De opslag ", path,
                              " kan niet worden geopend; zet een back-up "
                              "terug.")}});
}

absl::Status OpenFailed(const std::string& path,
                        const rocksdb::Status& status) {
  const std::string cause = status.ToString();
  // RocksDB has no code of its own for a lock, only these words: the first for
  // this process, the second for another.
  if (status.IsIOError() && (absl::StrContains(cause, "lock hold by") ||
                             absl::StrContains(cause, "While lock file"))) {
    return InUse(path);
  }
  return status.IsIOError() ? Unreachable(path, cause)
                            : Unreadable(path, cause);
}

}  // namespace

absl::StatusOr<std::unique_ptr<Store>> OpenRocksdbStore(
    const std::string& path, const StoreOptions& options) {
  // RocksDB makes folders readable by all; ours hold personal data one day.
  mkdir(path.c_str(), 0700);
  rocksdb::DB* db = nullptr;
  const auto listener = std::make_shared<FaultListener>();
  rocksdb::Options engine = EngineOptions(options);
  engine.listeners.push_back(listener);
  const rocksdb::Status opened = rocksdb::DB::Open(engine, path, &db);
  if (!opened.ok()) return OpenFailed(path, opened);
  auto store = std::make_unique<RocksdbStore>(std::unique_ptr<rocksdb::DB>(db),
                                              listener, path, options);
  ENTENTE_RETURN_IF_ERROR(BringToSchema(*store, options));
  store->EndOpening(options.write_patience);
  return store;
}

}  // namespace entente::store
