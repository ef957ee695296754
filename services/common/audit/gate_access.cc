#include "services/common/audit/gate_access.h"

#include <utility>

#include "services/common/base/error.h"

namespace entente::audit {

Access AccessOf(const gate::Caller& caller, const std::string& object) {
  return {.time = caller.now,
          .method = caller.method,
          .person = caller.subject,
          .peer = caller.peer,
          .permission = caller.permission,
          .purpose = static_cast<int>(caller.access.purpose()),
          .legal_basis = caller.access.legal_basis(),
          .object = object,
          .trace_id = caller.trace_id};
}

absl::Status RefusalLog::Record(const gate::Caller& caller,
                                const gate::CallOutcome& outcome) {
  // What a handler decided is in the log already, in its own transaction.
  const bool is_ok = outcome.code == absl::StatusCode::kOk;
  if (is_ok || outcome.is_handled) return absl::OkStatus();
  ENTENTE_ASSIGN_OR_RETURN(AuditEntry entry,
                           log_.Prepare(AccessOf(caller, "")));
  entry.set_outcome(AuditEntry::OUTCOME_DENIED);
  entry.set_rule_id("gate");
  entry.set_reason(outcome.reason);
  return store_.Transact([&](store::Transaction& transaction) {
    return log_.Append(transaction, std::move(entry));
  });
}

}  // namespace entente::audit
