#include <string>
#include <utility>

#include "absl/functional/function_ref.h"
#include "absl/strings/str_cat.h"
#include "services/common/base/error.h"
#include "services/common/base/timestamp.h"
#include "services/common/store/records.h"
#include "services/conventions/control_rules.h"
#include "services/conventions/control_service.h"
#include "services/conventions/convention_store.h"
#include "services/conventions/conventions_keys.h"
#include "services/conventions/life_rules.h"
#include "services/conventions/life_store.h"
#include "services/conventions/limits.h"
#include "services/conventions/list_handlers.h"
#include "services/conventions/local_day.h"
#include "services/conventions/lookup_store.h"
#include "services/conventions/reference_store.h"

namespace entente::conventions {
namespace {

using v1::ControlRequest;

std::string KeyOf(const NumberedName& name) {
  return keys::Numbered(NumberedKind::kControlRequest, name.parent,
                        name.number);
}

absl::StatusOr<ControlRequest> Open(store::Transaction& transaction,
                                    const ConventionName& name,
                                    const ControlRequest& asked,
                                    const gate::Caller& caller) {
  ENTENTE_RETURN_IF_ERROR(
      GetConventionHead(transaction, name, "parent").status());
  ENTENTE_RETURN_IF_ERROR(CheckNotEnded(transaction, name, Act::kControl));
  ENTENTE_ASSIGN_OR_RETURN(
      const int64_t number,
      TakeLifeNumber(transaction, NumberedKind::kControlRequest, name));
  ControlRequest control;
  control.set_name(FormatNumbered(NumberedKind::kControlRequest, name, number));
  control.set_kind(asked.kind());
  control.set_subject(asked.subject());
  control.set_reference(asked.reference());
  *control.mutable_open_date() = asked.open_date();
  *control.mutable_due_date() = asked.due_date();
  control.set_state(ControlRequest::STATE_OPEN);
  control.set_author(caller.subject);
  *control.mutable_create_time() = ToTimestamp(caller.now);
  store::PutRecord(transaction, KeyOf({name, number}), control);
  control.set_is_overdue(IsOverdue(control, LocalDay(caller.now)));
  return control;
}

// Moves the request `name` on by `act`; `step` does the rest.
template <class Request>
absl::StatusOr<ControlRequest> Move(
    const ServiceContext& context, const gate::Caller& caller,
    const Request& request, const NumberedName& name, ControlAct act,
    absl::FunctionRef<absl::Status(const store::Reader&, ControlRequest&)>
        step) {
  return context.RunOnce<ControlRequest>(
      caller, request,
      [&](store::Transaction& transaction) -> absl::StatusOr<ControlRequest> {
        ENTENTE_ASSIGN_OR_RETURN(ControlRequest control,
                                 Find<ControlRequest>(transaction, KeyOf(name),
                                                      request.name(), "name"));
        ENTENTE_RETURN_IF_ERROR(
            CheckNotEnded(transaction, name.parent, Act::kControl));
        ENTENTE_ASSIGN_OR_RETURN(const ControlRequest::State next,
                                 NextState(control, act));
        ENTENTE_RETURN_IF_ERROR(step(transaction, control));
        control.set_state(next);
        store::PutRecord(transaction, KeyOf(name), control);
        return control;
      });
}

}  // namespace

ControlService::ControlService(ServiceContext& context)
    : context_(context),
      door_(context.gate, v1::ControlService::service_full_name()) {}

grpc::Status ControlService::OpenControlRequest(
    grpc::ServerContext* context, const v1::OpenControlRequestRequest* request,
    v1::ControlRequest* response) {
  return door_.Serve(
      context, __func__, *request, response,
      [&](const gate::Caller& caller) -> absl::StatusOr<ControlRequest> {
        ENTENTE_ASSIGN_OR_RETURN(
            const ConventionName name,
            ValidateOpenControlRequest(*request, LocalDay(caller.now)));
        return context_.RunOnce<ControlRequest>(
            caller, *request, [&](store::Transaction& transaction) {
              return Open(transaction, name, request->control_request(),
                          caller);
            });
      });
}

grpc::Status ControlService::AnswerControlRequest(
    grpc::ServerContext* context,
    const v1::AnswerControlRequestRequest* request,
    v1::ControlRequest* response) {
  return door_.Serve(
      context, __func__, *request, response,
      [&](const gate::Caller& caller) -> absl::StatusOr<ControlRequest> {
        ENTENTE_ASSIGN_OR_RETURN(
            const NumberedName name,
            ValidateAnswerControlRequest(*request, LocalDay(caller.now)));
        return Move(
            context_, caller, *request, name, ControlAct::kAnswer,
            [&](const store::Reader& reader,
                ControlRequest& control) -> absl::Status {
              ENTENTE_RETURN_IF_ERROR(CheckNotBeforeOpening(
                  control, request->answer().date(), "answer.date"));
              ENTENTE_RETURN_IF_ERROR(CheckRoomForAnswer(control));
              for (const std::string& reference :
                   request->answer().references()) {
                ENTENTE_RETURN_IF_ERROR(CheckReferenceIsThere(
                    reader, name.parent, reference, "answer.references"));
              }
              ControlRequest::Answer& answer = *control.add_answers();
              answer = request->answer();
              // What no rule has checked is not kept.
              answer.DiscardUnknownFields();
              answer.set_author(caller.subject);
              *answer.mutable_create_time() = ToTimestamp(caller.now);
              return absl::OkStatus();
            });
      });
}

grpc::Status ControlService::CloseControlRequest(
    grpc::ServerContext* context, const v1::CloseControlRequestRequest* request,
    v1::ControlRequest* response) {
  return door_.Serve(
      context, __func__, *request, response,
      [&](const gate::Caller& caller) -> absl::StatusOr<ControlRequest> {
        ENTENTE_ASSIGN_OR_RETURN(
            const NumberedName name,
            ValidateCloseControlRequest(*request, LocalDay(caller.now)));
        return Move(
            context_, caller, *request, name, ControlAct::kClose,
            [&](const store::Reader&, ControlRequest& control) -> absl::Status {
              ENTENTE_RETURN_IF_ERROR(
                  CheckNotBeforeOpening(control, request->date(), "date"));
              *control.mutable_close_date() = request->date();
              control.set_close_reason(request->reason());
              control.set_closer(caller.subject);
              return absl::OkStatus();
            });
      });
}

grpc::Status ControlService::ListControlRequests(
    grpc::ServerContext* context, const v1::ListControlRequestsRequest* request,
    v1::ListControlRequestsResponse* response) {
  return door_.Serve(
      context, __func__, *request, response,
      [&](const gate::Caller& caller)
          -> absl::StatusOr<v1::ListControlRequestsResponse> {
        ENTENTE_ASSIGN_OR_RETURN(
            const ConventionName name,
            ParseConventionName(request->parent(), "parent"));
        const auto snapshot = context_.store.Read();
        ENTENTE_RETURN_IF_ERROR(
            GetConventionHead(*snapshot, name, "parent").status());
        const google::type::Date today = LocalDay(caller.now);
        v1::ListControlRequestsResponse list;
        ENTENTE_ASSIGN_OR_RETURN(
            *list.mutable_next_page_token(),
            ReadNumbered<ControlRequest>(
                *snapshot, context_, caller, *request,
                NumberedKind::kControlRequest, name,
                [&](const ControlRequest& control) {
                  return !request->only_overdue() || IsOverdue(control, today);
                },
                [&](const ControlRequest& control) {
                  ControlRequest& added = *list.add_control_requests();
                  added = control;
                  added.set_is_overdue(IsOverdue(control, today));
                }));
        return list;
      });
}

}  // namespace entente::conventions
