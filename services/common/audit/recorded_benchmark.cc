// What the access log costs, in one run on one disk: a transaction and a read
// with their entry beside the same without. A posting has the eight records of
// the smallest mutation there is (two ledger entries, line, envelope, counter,
// reservation, replay record and its time) and reads the five it changes; a
// write puts one record of 100 bytes and is the worst case. Goals: an audited
// one at least 0.8 of the plain one (items/s, same threads); AuditedRead at
// most 1.3 times PlainRead and EmptyFsync together.
//
//   build/bin/recorded_benchmark
#include <benchmark/benchmark.h>
#include <fcntl.h>
#include <unistd.h>

#include <memory>
#include <string>

#include "absl/strings/str_cat.h"
#include "services/common/audit/recorded_store.h"
#include "services/common/audit/service_log.h"
#include "services/common/base/clock.h"
#include "services/common/store/key.h"
#include "services/common/store/rocksdb_store.h"
#include "services/common/store/temporary_folder.h"

namespace entente::audit {
namespace {

constexpr int kValueBytes = 100;
constexpr int kRecords = 10000;

std::string KeyOf(uint64_t thread, uint64_t i) {
  return store::KeyWriter().Table(1).U64(thread).U64(i).Key();
}

// A store with its log, made by the first thread of a run.
struct World {
  World()
      : store(store::OpenRocksdbStore(folder.path() + "/store").value()),
        log(ServiceLog::Open(*store, folder.path() + "/keys",
                             "spiffe://entente.local/svc/benchmark", clock)
                .value()) {}

  SystemClock clock;
  store::TemporaryFolder folder;
  std::unique_ptr<store::Store> store;
  std::unique_ptr<ServiceLog> log;
};
World* world = nullptr;

// As the gate leaves it.
gate::Caller MakeCaller(int thread) {
  gate::Caller caller;
  caller.subject = absl::StrCat("p-", 1000 + thread);
  caller.peer = "spiffe://entente.local/client/cli";
  caller.roles = {"finance"};
  caller.trace_id = "3a389557-5281-4f39-99bc-871bd6b45ad3";
  caller.method = "entente.conventions.v1.BudgetService/CreateReservation";
  caller.permission = "conventions.budget.reserve";
  caller.rule = "role.finance";
  caller.object = "municipalities/21004/conventions/css-2018-2019";
  caller.now = absl::Now();
  caller.trail = std::make_shared<gate::Trail>();
  return caller;
}

void Begin(const benchmark::State& state) {
  if (state.thread_index() == 0) world = new World();
}

void End(benchmark::State& state) {
  state.SetItemsProcessed(state.iterations());
  if (state.thread_index() != 0) return;
  delete world;
  world = nullptr;
}

void Write(benchmark::State& state, bool is_audited, int gets, int puts) {
  Begin(state);
  const std::string value(kValueBytes, 'v');
  const gate::Caller caller = MakeCaller(state.thread_index());
  uint64_t i = 0;
  for (auto _ : state) {
    const auto body = [&](store::Transaction& transaction) {
      const uint64_t first = i;
      for (int get = 0; get < gets; ++get) {
        benchmark::DoNotOptimize(
            transaction.Get(KeyOf(state.thread_index(), get)));
      }
      for (int put = 0; put < puts; ++put) {
        transaction.Put(KeyOf(state.thread_index(), first + put), value);
      }
      return absl::OkStatus();
    };
    RecordedStore recorded(*world->store, world->log->log(), caller);
    const absl::Status status =
        is_audited ? recorded.Transact(body) : world->store->Transact(body);
    if (!status.ok()) state.SkipWithError("write failed");
    i += puts;
  }
  End(state);
}

void PlainWrite(benchmark::State& state) { Write(state, false, 0, 1); }
void AuditedWrite(benchmark::State& state) { Write(state, true, 0, 1); }
void PlainPosting(benchmark::State& state) { Write(state, false, 5, 8); }
void AuditedPosting(benchmark::State& state) { Write(state, true, 5, 8); }

void Read(benchmark::State& state, bool is_audited) {
  Begin(state);
  const std::string value(kValueBytes, 'v');
  (void)world->store->Transact([&](store::Transaction& transaction) {
    for (int i = 0; i < kRecords; ++i) transaction.Put(KeyOf(0, i), value);
    return absl::OkStatus();
  });
  const gate::Caller caller = MakeCaller(0);
  uint64_t i = 0;
  for (auto _ : state) {
    const std::string key = KeyOf(0, (i++ * 7919) % kRecords);
    if (!is_audited) {
      benchmark::DoNotOptimize(world->store->Read()->Get(key));
      continue;
    }
    RecordedStore recorded(*world->store, world->log->log(), caller);
    const absl::Status status =
        recorded.Transact([&](store::Transaction& transaction) {
          const auto found = transaction.Get(key);
          benchmark::DoNotOptimize(found);
          return found.status();
        });
    if (!status.ok()) state.SkipWithError("read failed");
  }
  End(state);
}

void PlainRead(benchmark::State& state) { Read(state, false); }
void AuditedRead(benchmark::State& state) { Read(state, true); }

// The disk alone: 300 bytes appended and synced, as the log of an entry is.
void EmptyFsync(benchmark::State& state) {
  const store::TemporaryFolder folder;
  const int file = open((folder.path() + "/file").c_str(),
                        O_WRONLY | O_CREAT | O_APPEND, 0600);
  const std::string bytes(300, 'v');
  for (auto _ : state) {
    if (write(file, bytes.data(), bytes.size()) < 0 || fdatasync(file) != 0) {
      state.SkipWithError("fsync failed");
    }
  }
  close(file);
  state.SetItemsProcessed(state.iterations());
}

BENCHMARK(EmptyFsync)->UseRealTime();
BENCHMARK(PlainRead)->UseRealTime();
BENCHMARK(AuditedRead)->UseRealTime();
BENCHMARK(PlainPosting)->Threads(1)->Threads(4)->Threads(16)->UseRealTime();
BENCHMARK(AuditedPosting)->Threads(1)->Threads(4)->Threads(16)->UseRealTime();
BENCHMARK(PlainWrite)->Threads(1)->Threads(4)->Threads(16)->UseRealTime();
BENCHMARK(AuditedWrite)->Threads(1)->Threads(4)->Threads(16)->UseRealTime();

}  // namespace
}  // namespace entente::audit
