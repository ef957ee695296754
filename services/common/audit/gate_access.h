// Between the gate and the access log: what the gate knows of a call, and the
// entries of what no handler records itself.
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

// Sees to it that every call that must have an entry has one, before its reply
// leaves: writes it for what the gate refused, for what a handler refused
// before its transaction or after an entry that says otherwise (a stream that
// is refused in its middle), and for a stream that came to nothing. A unary
// method that is no open read and answers OK without an entry is a fault of its
// handler (the entry belongs in the transaction): it fails with INTERNAL, and
// has its entry too. Thread-safe; `store` and `log` outlive it.
class CallRecorder final : public gate::AuditSink {
 public:
  CallRecorder(store::Store& store, const AccessLog& log)
      : store_(store), log_(log) {}

  absl::Status Record(const gate::Caller& caller,
                      const gate::CallOutcome& outcome) override;

 private:
  store::Store& store_;
  const AccessLog& log_;
};

}  // namespace entente::audit

#endif  // SERVICES_COMMON_AUDIT_GATE_ACCESS_H_
