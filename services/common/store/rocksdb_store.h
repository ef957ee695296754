// The store on RocksDB: a folder, one process, one fsync for many calls.
#ifndef SERVICES_COMMON_STORE_ROCKSDB_STORE_H_
#define SERVICES_COMMON_STORE_ROCKSDB_STORE_H_

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "services/common/store/store.h"

namespace rocksdb {
class Env;
}  // namespace rocksdb

namespace entente::store {

// Brings a store from one schema version to the next. Nobody else has the store
// yet, and no write is waited for impatiently.
struct Migration {
  uint32_t from_version;
  // In one transaction with the new version.
  std::function<absl::Status(Transaction&)> body;
  // What is too much for one transaction; null: nothing. Comes before `body` in
  // as many transactions as it likes, and again from the start when the program
  // ended before `body` did: it must come to the same each time.
  std::function<absl::Status(Store&)> before = nullptr;
};

struct StoreOptions {
  // Version of the key table and records that this program writes, from 1.
  uint32_t schema_version = 1;
  // One for each step that older stores may still need.
  std::vector<Migration> migrations = {};
  // Below this much free space on the disk the store refuses writes.
  uint64_t free_bytes_min = uint64_t{64} << 20;
  // How long callers wait for one write of the disk, before they are told that
  // its answer is open.
  absl::Duration write_patience = absl::Seconds(2);
  // Where files live; null: the machine's file system. Tests inject faults
  // here. Outlives the store.
  rocksdb::Env* env = nullptr;
};

// Opens the store in folder `path`, which is created (mode 0700) when missing.
// Errors: FAILED_PRECONDITION / STORE_NEWER (written by a newer program),
// STORE_MIGRATION_MISSING, STORE_IN_USE (another process holds it),
// STORE_UNREACHABLE (no folder, no right, no disk); DATA_LOSS /
// STORE_UNREADABLE.
absl::StatusOr<std::unique_ptr<Store>> OpenRocksdbStore(
    const std::string& path, const StoreOptions& options = {});

}  // namespace entente::store

#endif  // SERVICES_COMMON_STORE_ROCKSDB_STORE_H_
