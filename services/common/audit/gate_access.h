// Between the gate and the access log: what the gate knows of a call, and the
// refusals that the gate itself decides.
#ifndef SERVICES_COMMON_AUDIT_GATE_ACCESS_H_
#define SERVICES_COMMON_AUDIT_GATE_ACCESS_H_

#include <string>

#include "absl/status/status.h"
#include "services/common/audit/access_log.h"
#include "services/common/gate/gate.h"
#include "services/common/store/store.h"

namespace entente::audit {

// What is logged of `caller` asking for `object` (its resource name as sent, or
// empty). Everything but `object` was established by the gate.
Access AccessOf(const gate::Caller& caller, const std::string& object);

// Records in the log what the gate refused before any handler ran: no
// identity, no permission, no purpose. What a handler decides is recorded by
// the handler, in the transaction that decides. Thread-safe; `store` and `log`
// outlive it.
class RefusalLog final : public gate::AuditSink {
 public:
  RefusalLog(store::Store& store, const AccessLog& log)
      : store_(store), log_(log) {}

  absl::Status Record(const gate::Caller& caller,
                      const gate::CallOutcome& outcome) override;

 private:
  store::Store& store_;
  const AccessLog& log_;
};

}  // namespace entente::audit

#endif  // SERVICES_COMMON_AUDIT_GATE_ACCESS_H_
