// A month that was approved or is closed is opened again: asked by one person,
// approved by another. What is asked lies among the decisions; see
// AskedReopening.
#include <string>

#include "services/indicators/period_change_handlers.h"
#include "services/indicators/period_request_rules.h"

namespace entente::indicators {
namespace {

namespace v1 = entente::indicators::v1;

// Stores the month with `decision` of `caller`, and reads it again. Errors:
// those of AddDecision.
absl::StatusOr<v1::Period> Decide(store::Transaction& transaction,
                                  const gate::Caller& caller, PeriodAct act,
                                  const v1::PeriodDecision& decision,
                                  PeriodView& view) {
  ENTENTE_RETURN_IF_ERROR(AddDecision(caller, act, decision, view));
  ENTENTE_RETURN_IF_ERROR(PutPeriod(transaction, view.name, view.record));
  return ReadChanged(transaction, view);
}

}  // namespace

grpc::Status PeriodService::ReopenPeriod(grpc::ServerContext* context,
                                         const v1::ReopenPeriodRequest* request,
                                         v1::Period* response) {
  return door_.Serve(
      context, __func__, *request, response,
      [&](const gate::Caller& caller) { return Reopen(caller, *request); });
}

absl::StatusOr<v1::Period> PeriodService::Reopen(
    const gate::Caller& caller, const v1::ReopenPeriodRequest& request) {
  ENTENTE_ASSIGN_OR_RETURN(const PeriodName name,
                           ParsePeriod(request.name(), "name"));
  ENTENTE_RETURN_IF_ERROR(ValidateReason(request.reason(), "reason"));
  return ChangePeriod<v1::Period>(
      parts_, caller, request, name,
      [&](store::Transaction& transaction,
          PeriodView& view) -> absl::StatusOr<v1::Period> {
        ENTENTE_RETURN_IF_ERROR(CheckAct(view, PeriodAct::kReopen, "name"));
        ENTENTE_RETURN_IF_ERROR(CheckEtag(transaction, request.etag(), view));
        if (!caller.subject.empty() &&
            view.record.approver() == caller.subject) {
          return SamePersonApproved("name");
        }
        ENTENTE_RETURN_IF_ERROR(
            ValidateUntil(request.until(), "until", view.today, nullptr));
        v1::PeriodDecision decision;
        decision.set_kind(v1::PeriodDecision::KIND_REOPENING_ASKED);
        decision.set_reason(request.reason());
        *decision.mutable_until() = request.until();
        return Decide(transaction, caller, PeriodAct::kReopen, decision, view);
      });
}

grpc::Status PeriodService::ApprovePeriodReopening(
    grpc::ServerContext* context,
    const v1::ApprovePeriodReopeningRequest* request, v1::Period* response) {
  return door_.Serve(context, __func__, *request, response,
                     [&](const gate::Caller& caller) {
                       return ApproveReopening(caller, *request);
                     });
}

absl::StatusOr<v1::Period> PeriodService::ApproveReopening(
    const gate::Caller& caller,
    const v1::ApprovePeriodReopeningRequest& request) {
  ENTENTE_ASSIGN_OR_RETURN(const PeriodName name,
                           ParsePeriod(request.name(), "name"));
  return ChangePeriod<v1::Period>(
      parts_, caller, request, name,
      [&](store::Transaction& transaction,
          PeriodView& view) -> absl::StatusOr<v1::Period> {
        ENTENTE_RETURN_IF_ERROR(
            CheckAct(view, PeriodAct::kApproveReopening, "name"));
        ENTENTE_RETURN_IF_ERROR(CheckEtag(transaction, request.etag(), view));
        const v1::PeriodDecisionRecord* asked =
            AskedReopening(view.record, view.today);
        if (asked == nullptr) return ReopeningNotAsked("name");
        if (asked->subject() == caller.subject) {
          return SamePersonAskedReopening("name");
        }
        v1::PeriodDecision decision;
        decision.set_kind(v1::PeriodDecision::KIND_REOPENED);
        decision.set_reason(asked->decision().reason());
        *decision.mutable_until() = asked->decision().until();
        *view.record.mutable_reopen_until() = decision.until();
        return Decide(transaction, caller, PeriodAct::kApproveReopening,
                      decision, view);
      });
}

grpc::Status PeriodService::EndPeriodReopening(
    grpc::ServerContext* context, const v1::EndPeriodReopeningRequest* request,
    v1::Period* response) {
  return door_.Serve(context, __func__, *request, response,
                     [&](const gate::Caller& caller) {
                       return EndReopening(caller, *request);
                     });
}

absl::StatusOr<v1::Period> PeriodService::EndReopening(
    const gate::Caller& caller, const v1::EndPeriodReopeningRequest& request) {
  ENTENTE_ASSIGN_OR_RETURN(const PeriodName name,
                           ParsePeriod(request.name(), "name"));
  ENTENTE_RETURN_IF_ERROR(ValidateReason(request.reason(), "reason"));
  return ChangePeriod<v1::Period>(
      parts_, caller, request, name,
      [&](store::Transaction& transaction,
          PeriodView& view) -> absl::StatusOr<v1::Period> {
        ENTENTE_RETURN_IF_ERROR(
            CheckAct(view, PeriodAct::kEndReopening, "name"));
        ENTENTE_RETURN_IF_ERROR(CheckEtag(transaction, request.etag(), view));
        // It opens nothing: one person is enough.
        if (AskedReopening(view.record, view.today) == nullptr) {
          return ReopeningNotAsked("name");
        }
        v1::PeriodDecision decision;
        decision.set_kind(v1::PeriodDecision::KIND_REOPENING_ENDED);
        decision.set_reason(request.reason());
        return Decide(transaction, caller, PeriodAct::kEndReopening, decision,
                      view);
      });
}

}  // namespace entente::indicators
