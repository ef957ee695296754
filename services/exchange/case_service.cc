#include "services/exchange/case_service.h"

#include <optional>

#include "services/common/audit/recorded_store.h"
#include "services/common/base/error.h"
#include "services/common/gate/gate_errors.h"
#include "services/common/gate/recorded_writer.h"
#include "services/exchange/case_errors.h"
#include "services/exchange/case_store.h"
#include "services/exchange/local_day.h"
#include "services/exchange/object_version_store.h"
#include "services/exchange/reference_store.h"

namespace entente::exchange {
namespace {

using audit::AuditEntry;

// Undoes a dry run inside the store; never leaves this file.
absl::Status DryRunDone() { return absl::CancelledError("dry run"); }

// The right decides, also what is told as missing; or what is denied to whom it
// permits, whose rule is in the entry already.
void Describe(const access::Decision& decision, const absl::Status& status,
              AuditEntry& entry) {
  if (!decision.is_permitted) entry.set_outcome(AuditEntry::OUTCOME_DENIED);
  if (!decision.is_permitted || !gate::IsDenial(status.code())) {
    entry.set_rule_id(decision.rule_id);
  }
}

}  // namespace

CaseService::CaseService(gate::Gate& gate, store::Store& store,
                         const audit::AccessLog& log, const Clock& clock,
                         ChangeSignal& changes)
    : gate_(gate),
      door_(gate, v1::CaseService::service_full_name()),
      store_(store),
      log_(log),
      clock_(clock),
      changes_(changes) {}

access::Question CaseService::QuestionOf(const gate::Caller& caller) {
  return {.person = caller.subject,
          .action = std::string(ActionOf(caller.method)),
          .object = "",
          .purpose = caller.access.purpose(),
          .today = LocalDay(caller.now)};
}

absl::Status CaseService::Restricted(const gate::Caller& caller, const Ask& ask,
                                     Body body) {
  const std::optional<RecordName> name = ParseCaseName(ask.object);
  access::Question question = QuestionOf(caller);
  if (!ask.action.empty()) question.action = ask.action;
  CaseRight right;

  const auto decide_and_run =
      [&](store::Transaction& transaction) -> absl::Status {
    ENTENTE_ASSIGN_OR_RETURN(right, DecideCase(transaction, name, question));
    if (!right.decision().is_permitted) return DenialOf(right.decision());
    // Permitted, so it was named. Only now: who has no right here is not told
    // what else there is.
    ENTENTE_RETURN_IF_ERROR(CheckReference(transaction, name.value().refnis,
                                           caller.access.reference()));
    ENTENTE_RETURN_IF_ERROR(body(transaction, name.value(), right));
    return ask.is_dry_run ? DryRunDone() : absl::OkStatus();
  };
  audit::RecordedStore store(
      store_, log_, caller, ask.object,
      [&](const absl::Status& status, AuditEntry& entry) {
        Describe(right.decision(), status, entry);
      });
  store.set_version_of(&ObjectVersion);
  const absl::Status status = store.Transact(decide_and_run);
  return absl::IsCancelled(status) ? absl::OkStatus() : status;
}

grpc::Status CaseService::CreateCase(grpc::ServerContext* context,
                                     const v1::CreateCaseRequest* request,
                                     v1::Case* response) {
  return door_.Serve(
      context, __func__, *request, response,
      [&](const gate::Caller& caller) { return Create(caller, *request); });
}

grpc::Status CaseService::GetCase(grpc::ServerContext* context,
                                  const v1::GetCaseRequest* request,
                                  v1::Case* response) {
  return door_.Serve(
      context, __func__, *request, response,
      [&](const gate::Caller& caller) { return Get(caller, *request); });
}

grpc::Status CaseService::CreateFollowUpEntry(
    grpc::ServerContext* context, const v1::CreateFollowUpEntryRequest* request,
    v1::FollowUpEntry* response) {
  return door_.Serve(context, __func__, *request, response,
                     [&](const gate::Caller& caller) {
                       return CreateEntry(caller, *request);
                     });
}

grpc::Status CaseService::CreateCaseGrant(
    grpc::ServerContext* context, const v1::CreateCaseGrantRequest* request,
    v1::CaseGrant* response) {
  return door_.Serve(context, __func__, *request, response,
                     [&](const gate::Caller& caller) {
                       return CreateGrant(caller, *request);
                     });
}

grpc::Status CaseService::ListCaseGrants(
    grpc::ServerContext* context, const v1::ListCaseGrantsRequest* request,
    v1::ListCaseGrantsResponse* response) {
  return door_.Serve(
      context, __func__, *request, response,
      [&](const gate::Caller& caller) { return ListGrants(caller, *request); });
}

grpc::Status CaseService::ExplainCaseAccess(
    grpc::ServerContext* context, const v1::ExplainCaseAccessRequest* request,
    v1::CaseAccessExplanation* response) {
  return door_.Serve(
      context, __func__, *request, response,
      [&](const gate::Caller& caller) { return Explain(caller, *request); });
}

grpc::Status CaseService::RevokeCaseGrant(
    grpc::ServerContext* context, const v1::RevokeCaseGrantRequest* request,
    v1::CaseGrant* response) {
  return door_.Serve(context, __func__, *request, response,
                     [&](const gate::Caller& caller) {
                       return RevokeGrant(caller, *request);
                     });
}

grpc::Status CaseService::WatchCase(
    grpc::ServerContext* context, const v1::WatchCaseRequest* request,
    grpc::ServerWriter<v1::WatchCaseResponse>* stream) {
  return gate::ServeWatch(door_, context, __func__, *request, stream,
                          [&](const gate::Caller& caller, auto& writer) {
                            return Watch(
                                caller, *request,
                                [context] { return context->IsCancelled(); },
                                [&writer](const v1::WatchCaseResponse& update) {
                                  return writer.Write(update);
                                });
                          });
}

}  // namespace entente::exchange
