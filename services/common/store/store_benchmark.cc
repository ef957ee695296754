// Grouped transactions against plain synchronous puts of the engine, in one
// run: compare Transact/threads:N with PlainPut/threads:N.
#include <benchmark/benchmark.h>

#include <atomic>

#include "absl/strings/str_cat.h"
#include "rocksdb/db.h"
#include "services/common/store/key.h"
#include "services/common/store/rocksdb_store.h"
#include "services/common/store/temporary_folder.h"

namespace entente::store {
namespace {

constexpr int kValueBytes = 100;

std::string KeyOf(const benchmark::State& state, uint64_t i) {
  return KeyWriter().Table(1).U64(state.thread_index()).U64(i).Key();
}

void Transact(benchmark::State& state) {
  static TemporaryFolder* folder;
  static std::unique_ptr<Store> store;
  if (state.thread_index() == 0) {
    folder = new TemporaryFolder();
    store = OpenRocksdbStore(folder->path()).value();
  }
  const std::string value(kValueBytes, 'v');
  uint64_t i = 0;
  for (auto _ : state) {
    const std::string key = KeyOf(state, i++);
    const absl::Status status = store->Transact([&](Transaction& t) {
      t.Put(key, value);
      return absl::OkStatus();
    });
    if (!status.ok()) state.SkipWithError("write failed");
  }
  state.SetItemsProcessed(state.iterations());
  if (state.thread_index() == 0) {
    store.reset();
    delete folder;
  }
}

void PlainPut(benchmark::State& state) {
  static TemporaryFolder* folder;
  static rocksdb::DB* db;
  if (state.thread_index() == 0) {
    folder = new TemporaryFolder();
    rocksdb::Options options;
    options.create_if_missing = true;
    if (!rocksdb::DB::Open(options, folder->path(), &db).ok()) abort();
  }
  const std::string value(kValueBytes, 'v');
  rocksdb::WriteOptions sync;
  sync.sync = true;
  uint64_t i = 0;
  for (auto _ : state) {
    if (!db->Put(sync, KeyOf(state, i++), value).ok()) {
      state.SkipWithError("write failed");
    }
  }
  state.SetItemsProcessed(state.iterations());
  if (state.thread_index() == 0) {
    delete db;
    delete folder;
  }
}

BENCHMARK(Transact)->Threads(1)->Threads(4)->Threads(16)->UseRealTime();
BENCHMARK(PlainPut)->Threads(1)->Threads(4)->Threads(16)->UseRealTime();

}  // namespace
}  // namespace entente::store
