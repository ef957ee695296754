#include "services/common/audit/recorded_store.h"

#include "services/common/audit/gate_access.h"
#include "services/common/base/error.h"
#include "services/common/base/log.h"
#include "services/common/gate/gate_errors.h"

namespace entente::audit {
namespace {

// The cause is the operator's business, not the caller's.
absl::Status Unavailable(const absl::Status& cause) {
  // Said when it was closed, and what a caller may know.
  if (gate::IsLogClosed(cause)) return cause;
  LogError("audit_entry_refused", {{"message", std::string(cause.message())}});
  return gate::AuditUnavailable();
}

// What came of a call, as far as its answer tells.
void SetOutcome(const absl::Status& outcome, AuditEntry& entry) {
  if (outcome.ok() || absl::IsCancelled(outcome)) {
    entry.set_outcome(AuditEntry::OUTCOME_PERMITTED);
    entry.set_is_rehearsal(!outcome.ok());
    return;
  }
  entry.set_outcome(AuditEntry::OUTCOME_REFUSED);
  entry.set_reason(ErrorReason(outcome));
  if (!gate::IsDenial(outcome.code())) return;
  // What had permitted the call did not decide this.
  entry.set_outcome(AuditEntry::OUTCOME_DENIED);
  entry.set_rule_id(gate::RuleOfDenial(entry.reason()));
}

// Also what is told as missing, since it is hidden from this caller.
bool IsDenial(const absl::Status& outcome, const AuditEntry& entry) {
  return !outcome.ok() && (entry.outcome() == AuditEntry::OUTCOME_DENIED ||
                           gate::IsDenial(outcome.code()));
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
  Ending ending;
  const absl::Status status = store_.Transact(
      body,
      [&](store::Transaction& transaction,
          const absl::Status& outcome) -> absl::Status {
        ending = {};
        if (epilogue != nullptr) {
          ENTENTE_RETURN_IF_ERROR((*epilogue)(transaction, outcome));
        }
        return End(transaction, outcome, *std::move(entry), ending);
      });
  // A failed commit answers STORE_READ_ONLY to every body of its group.
  if (absl::IsUnavailable(status)) return status;
  const absl::Status answer = ending.limit.ok() ? status : ending.limit;
  if (caller_.trail == nullptr) return answer;
  if (ending.is_appended) caller_.trail->Note(object_, answer);
  if (ending.is_counted) caller_.trail->NoteCounted(object_);
  return answer;
}

absl::Status RecordedStore::End(store::Transaction& transaction,
                                const absl::Status& outcome, AuditEntry entry,
                                Ending& ending) const {
  SetOutcome(outcome, entry);
  if (describe_) describe_(outcome, entry);
  // Whoever was refused read and wrote no version of it.
  if (version_of_ && entry.outcome() == AuditEntry::OUTCOME_PERMITTED) {
    entry.set_object_version(version_of_(transaction, object_));
  }
  if (IsDenial(outcome, entry) && caller_.trail != nullptr) {
    const auto [verdict, wait] = caller_.trail->Deny(object_);
    if (verdict != gate::DenialLimiter::Verdict::kOwnEntry) {
      ending.limit = gate::DenialsLimit(wait);
      entry.set_reason(gate::kDenialsLimit);
    }
    ending.is_counted = verdict == gate::DenialLimiter::Verdict::kCounted;
    if (ending.is_counted) return absl::OkStatus();
  }
  if (absl::Status appended = log_.Append(transaction, std::move(entry));
      !appended.ok()) {
    return Unavailable(appended);
  }
  ending.is_appended = true;
  return absl::OkStatus();
}

}  // namespace entente::audit
