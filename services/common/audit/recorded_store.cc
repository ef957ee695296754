#include "services/common/audit/recorded_store.h"

#include "services/common/audit/gate_access.h"
#include "services/common/base/error.h"
#include "services/common/base/log.h"
#include "services/common/gate/gate_errors.h"

namespace entente::audit {
namespace {

// The cause is the operator's business, not the caller's.
absl::Status Unavailable(const absl::Status& cause) {
  LogError("audit_entry_refused", {{"message", std::string(cause.message())}});
  return gate::AuditUnavailable();
}

}  // namespace

absl::Status RecordedStore::Transact(Body body) { return Run(body, nullptr); }

absl::Status RecordedStore::Record() {
  return Transact([](store::Transaction&) { return absl::OkStatus(); });
}

absl::Status RecordedStore::Transact(Body body, Epilogue epilogue) {
  return Run(body, &epilogue);
}

absl::Status RecordedStore::Run(Body body, Epilogue* epilogue) {
  // Hashing and key files come before the transaction: a body must not block.
  Access access = AccessOf(caller_, object_);
  access.time = time_;
  absl::StatusOr<AuditEntry> entry = log_.Prepare(access);
  if (!entry.ok()) return Unavailable(entry.status());
  entry->set_rule_id(caller_.rule);
  bool is_appended = false;
  const absl::Status status = store_.Transact(
      body,
      [&](store::Transaction& transaction,
          const absl::Status& outcome) -> absl::Status {
        is_appended = false;
        if (epilogue != nullptr) {
          ENTENTE_RETURN_IF_ERROR((*epilogue)(transaction, outcome));
        }
        const bool is_permitted = outcome.ok() || absl::IsCancelled(outcome);
        entry->set_outcome(is_permitted ? AuditEntry::OUTCOME_PERMITTED
                                        : AuditEntry::OUTCOME_REFUSED);
        entry->set_reason(is_permitted ? "" : ErrorReason(outcome));
        entry->set_is_rehearsal(absl::IsCancelled(outcome));
        if (describe_) describe_(outcome, *entry);
        if (absl::Status appended = log_.Append(transaction, *std::move(entry));
            !appended.ok()) {
          return Unavailable(appended);
        }
        is_appended = true;
        return absl::OkStatus();
      });
  // A failed commit answers STORE_READ_ONLY to every body of its group.
  const bool is_durable = is_appended && !absl::IsUnavailable(status);
  if (is_durable && caller_.trail != nullptr) {
    caller_.trail->Note(object_, status);
  }
  return status;
}

}  // namespace entente::audit
