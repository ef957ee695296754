// A store that says when something in it may have changed.
#ifndef SERVICES_COMMON_STORE_NOTIFYING_STORE_H_
#define SERVICES_COMMON_STORE_NOTIFYING_STORE_H_

#include <memory>

#include "absl/status/status.h"
#include "services/common/base/change_signal.h"
#include "services/common/store/store.h"

namespace entente::store {

// Passes everything on to `store` and notifies `changes` after a transaction
// whose body or epilogue may have been kept. One that answers STORE_SLOW may
// take effect afterwards without a further word: whoever waits looks again now
// and then all the same. Both outlive it. Thread-safe.
class NotifyingStore final : public Store {
 public:
  NotifyingStore(Store& store, ChangeSignal& changes)
      : store_(store), changes_(changes) {}

  absl::Status Transact(Body body) override {
    return Told(store_.Transact(body));
  }
  absl::Status Transact(Body body, Epilogue epilogue) override {
    return Told(store_.Transact(body, epilogue));
  }
  std::unique_ptr<Snapshot> Read() const override { return store_.Read(); }
  bool IsWritable() const override { return store_.IsWritable(); }

 private:
  absl::Status Told(absl::Status status) {
    changes_.Notify();
    return status;
  }

  Store& store_;
  ChangeSignal& changes_;
};

}  // namespace entente::store

#endif  // SERVICES_COMMON_STORE_NOTIFYING_STORE_H_
