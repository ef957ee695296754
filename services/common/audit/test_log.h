// A real access log for the fixtures of services: the gate of a test harness is
// made before the store that the log lives in, and outlives it when a fixture
// opens its store again.
#ifndef SERVICES_COMMON_AUDIT_TEST_LOG_H_
#define SERVICES_COMMON_AUDIT_TEST_LOG_H_

#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "services/common/audit/service_log.h"
#include "services/common/base/clock.h"
#include "services/common/gate/gate.h"
#include "services/common/store/store.h"

namespace entente::audit {

// Not for use from several threads while it opens or closes.
class TestLog final : public gate::AuditSink {
 public:
  // The log of `store`; `keys_dir` must be writable, the test stops otherwise.
  ServiceLog& Open(store::Store& store, const std::string& keys_dir,
                   const Clock& clock, WitnessSetup witnesses = {}) {
    store_ = &store;
    log_ = ServiceLog::Open(store, keys_dir, "spiffe://entente.local/svc/test",
                            clock, std::move(witnesses))
               .value();
    return *log_;
  }
  void Close() { log_.reset(); }

  ServiceLog& operator*() { return *log_; }
  ServiceLog* operator->() { return log_.get(); }

  absl::Status Record(const gate::Caller& caller,
                      const gate::CallOutcome& outcome) override {
    if (log_ == nullptr) return absl::UnavailableError("the log is closed");
    return log_->recorder().Record(caller, outcome);
  }

  // Every entry so far.
  std::vector<AuditEntry> Entries() const {
    std::vector<AuditEntry> entries;
    VisitEntries(*store_->Read(), 0, [&](const AuditEntry& entry) {
      entries.push_back(entry);
      return true;
    }).IgnoreError();
    return entries;
  }

 private:
  store::Store* store_ = nullptr;
  std::unique_ptr<ServiceLog> log_;
};

}  // namespace entente::audit

#endif  // SERVICES_COMMON_AUDIT_TEST_LOG_H_
