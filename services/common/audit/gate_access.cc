#include "services/common/audit/gate_access.h"

#include <utility>

#include "absl/strings/str_cat.h"
#include "services/common/base/error.h"
#include "services/common/gate/gate_errors.h"

namespace entente::audit {

namespace {

AuditEntry::RestsOn RestsOn(const common::v1::AccessContext& stated) {
  if (!stated.reference().empty()) return AuditEntry::RESTS_ON_REFERENCE;
  return stated.justification().empty() ? AuditEntry::RESTS_ON_UNSPECIFIED
                                        : AuditEntry::RESTS_ON_JUSTIFICATION;
}

}  // namespace

Access AccessOf(const gate::Caller& caller, const std::string& object) {
  return {.time = caller.now,
          .method = caller.method,
          .person = caller.subject,
          .peer = caller.peer,
          .permission = caller.permission,
          .purpose = static_cast<int>(caller.access.purpose()),
          .legal_basis = caller.access.legal_basis(),
          .reference = caller.access.reference(),
          .object = object,
          .trace_id = caller.trace_id,
          .counted_objects = {},
          .rests_on = RestsOn(caller.access)};
}

absl::Status CallRecorder::Record(const gate::Caller& caller,
                                  const gate::CallOutcome& outcome) {
  if (outcome.is_recorded) return absl::OkStatus();
  // Not even what needs no entry is answered while the log is closed.
  ENTENTE_RETURN_IF_ERROR(log_.CheckOpen());
  const bool is_ok = outcome.code == absl::StatusCode::kOk;
  if (is_ok && outcome.is_open_read) return absl::OkStatus();
  // A stream names its object in its messages.
  Access access = AccessOf(
      caller, caller.object.empty() ? caller.trail->object() : caller.object);
  access.time = outcome.time;
  access.counted_objects = outcome.counted_objects;
  ENTENTE_ASSIGN_OR_RETURN(AuditEntry entry, log_.Prepare(access));
  const bool is_denied =
      gate::IsDenial(outcome.code) || outcome.reason == gate::kDenialsLimit;
  entry.set_rule_id(!outcome.is_handled ? "gate"
                    : is_denied         ? gate::RuleOfDenial(outcome.reason)
                                        : caller.rule);
  entry.set_reason(outcome.reason);
  entry.set_outcome(is_ok ? AuditEntry::OUTCOME_PERMITTED
                    : is_denied || !outcome.is_handled
                        ? AuditEntry::OUTCOME_DENIED
                        : AuditEntry::OUTCOME_REFUSED);
  entry.set_calls(outcome.counted_calls);
  entry.set_has_more_objects(outcome.has_more_objects);
  ENTENTE_RETURN_IF_ERROR(store_.Transact([&](store::Transaction& transaction) {
    return log_.Append(transaction, std::move(entry));
  }));
  // A stream that ended before it was asked for anything has sent nothing.
  if (is_ok && !outcome.is_streaming) {
    return absl::InternalError(absl::StrCat(
        caller.method, " answered without an entry in its transaction"));
  }
  return absl::OkStatus();
}

}  // namespace entente::audit
