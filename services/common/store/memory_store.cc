#include "services/common/store/memory_store.h"

#include <map>
#include <string>
#include <utility>

#include "absl/strings/match.h"
#include "absl/synchronization/mutex.h"
#include "services/common/base/error.h"
#include "services/common/store/guarded.h"

namespace entente::store {
namespace {

using Records = std::map<std::string, std::string, std::less<>>;

// The plainest thing that can be right: a transaction works on a copy.
template <class Base>
class MapReader : public Base {
 public:
  explicit MapReader(Records records) : records_(std::move(records)) {}

  absl::StatusOr<std::optional<std::string>> Get(
      absl::string_view key) const override {
    const auto found = records_.find(key);
    if (found == records_.end()) return std::nullopt;
    return found->second;
  }

  absl::Status Scan(
      absl::string_view prefix, absl::string_view start,
      absl::FunctionRef<bool(absl::string_view, absl::string_view)> visit)
      const override {
    // The visitor may write: it gets copies, and the place is found again.
    auto it = records_.lower_bound(std::max(prefix, start));
    while (it != records_.end() && absl::StartsWith(it->first, prefix)) {
      const auto [key, value] = *it;
      if (!visit(key, value)) break;
      it = records_.upper_bound(key);
    }
    return absl::OkStatus();
  }

  Records records_;
};

class MapTransaction final : public MapReader<Transaction> {
 public:
  using MapReader::MapReader;
  void Put(absl::string_view key, absl::string_view value) override {
    records_.insert_or_assign(std::string(key), std::string(value));
  }
  void Delete(absl::string_view key) override {
    const auto found = records_.find(key);
    if (found != records_.end()) records_.erase(found);
  }
};

class MemoryStore final : public Store {
 public:
  absl::Status Transact(Body body) override {
    return Transact(body, [](Transaction&, const absl::Status&) {
      return absl::OkStatus();
    });
  }

  absl::Status Transact(Body body, Epilogue epilogue) override {
    absl::MutexLock lock(&mutex_);
    MapTransaction attempt(records_);
    const absl::Status outcome = Guarded([&] { return body(attempt); });
    if (!outcome.ok()) attempt.records_ = records_;
    ENTENTE_RETURN_IF_ERROR(
        Guarded([&] { return epilogue(attempt, outcome); }));
    records_ = std::move(attempt.records_);
    return outcome;
  }

  std::unique_ptr<Snapshot> Read() const override {
    absl::MutexLock lock(&mutex_);
    return std::make_unique<MapReader<Snapshot>>(records_);
  }

  bool IsWritable() const override { return true; }

 private:
  mutable absl::Mutex mutex_;
  Records records_ ABSL_GUARDED_BY(mutex_);
};

}  // namespace

std::unique_ptr<Store> NewMemoryStore() {
  return std::make_unique<MemoryStore>();
}

}  // namespace entente::store
