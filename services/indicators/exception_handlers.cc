// Exceptions for locked months, what sources confirm, and what is shown of one
// to whoever delivers for it.
#include <cstdint>
#include <memory>
#include <string>

#include "absl/strings/str_cat.h"
#include "services/common/base/timestamp.h"
#include "services/indicators/name_rules.h"
#include "services/indicators/on_behalf_store.h"
#include "services/indicators/period_change_handlers.h"
#include "services/indicators/period_request_rules.h"
#include "services/indicators/source_rules.h"

namespace entente::indicators {
namespace {

namespace v1 = entente::indicators::v1;

// The exception of that number, as it is in `record`.
absl::StatusOr<v1::PeriodExceptionRecord*> FindException(
    int32_t number, v1::PeriodRecord& record) {
  if (number > record.exceptions_size()) return ExceptionUnknown();
  return record.mutable_exceptions(number - 1);
}

// The month of a request on behalf of a source that `caller` may speak for.
template <class Request>
absl::StatusOr<PeriodName> ParseOnBehalf(const gate::Caller& caller,
                                         const Request& request) {
  ENTENTE_ASSIGN_OR_RETURN(const PeriodName name,
                           ParsePeriod(request.name(), "name"));
  if (!IsSourceCode(request.source())) return SourceInvalid("source");
  ENTENTE_RETURN_IF_ERROR(
      CheckOnBehalf(caller.subject, request.source(), "source"));
  return name;
}

}  // namespace

grpc::Status PeriodService::RequestPeriodException(
    grpc::ServerContext* context,
    const v1::RequestPeriodExceptionRequest* request,
    v1::PeriodException* response) {
  return door_.Serve(context, __func__, *request, response,
                     [&](const gate::Caller& caller) {
                       return RequestException(caller, *request);
                     });
}

absl::StatusOr<v1::PeriodException> PeriodService::RequestException(
    const gate::Caller& caller,
    const v1::RequestPeriodExceptionRequest& request) {
  ENTENTE_ASSIGN_OR_RETURN(const PeriodName name,
                           ParsePeriod(request.parent(), "parent"));
  ENTENTE_RETURN_IF_ERROR(ValidateException(request.exception()));
  return ChangePeriod<v1::PeriodException>(
      parts_, caller, request, name,
      [&](store::Transaction& transaction,
          PeriodView& view) -> absl::StatusOr<v1::PeriodException> {
        ENTENTE_RETURN_IF_ERROR(
            CheckAct(view, PeriodAct::kRequestException, "parent"));
        const absl::CivilDay close = DaysOf(*view.calendar, name.month).close;
        ENTENTE_RETURN_IF_ERROR(ValidateUntil(request.exception().until(),
                                              "exception.until", view.today,
                                              &close));
        const int32_t number = view.record.exceptions_size() + 1;
        if (number > kExceptionsPerMonthMax) {
          return TooManyExceptions(kExceptionsPerMonthMax);
        }
        v1::PeriodExceptionRecord& record = *view.record.add_exceptions();
        record.set_requester(caller.subject);
        v1::PeriodException& exception = *record.mutable_exception();
        exception.set_name(FormatPeriodException({name, number}));
        exception.set_source(request.exception().source());
        exception.set_reason(request.exception().reason());
        *exception.mutable_until() = request.exception().until();
        exception.set_office(OfficeOf(caller));
        *exception.mutable_create_time() = ToTimestamp(caller.now);
        ENTENTE_RETURN_IF_ERROR(PutPeriod(transaction, name, view.record));
        return ToException(view, record);
      });
}

grpc::Status PeriodService::ApprovePeriodException(
    grpc::ServerContext* context,
    const v1::ApprovePeriodExceptionRequest* request,
    v1::PeriodException* response) {
  return door_.Serve(context, __func__, *request, response,
                     [&](const gate::Caller& caller) {
                       return ApproveException(caller, *request);
                     });
}

absl::StatusOr<v1::PeriodException> PeriodService::ApproveException(
    const gate::Caller& caller,
    const v1::ApprovePeriodExceptionRequest& request) {
  ENTENTE_ASSIGN_OR_RETURN(const NumberedPeriodName name,
                           ParsePeriodException(request.name(), "name"));
  return ChangePeriod<v1::PeriodException>(
      parts_, caller, request, name.period,
      [&](store::Transaction& transaction,
          PeriodView& view) -> absl::StatusOr<v1::PeriodException> {
        ENTENTE_ASSIGN_OR_RETURN(v1::PeriodExceptionRecord* const record,
                                 FindException(name.number, view.record));
        if (record->requester() == caller.subject) {
          return SamePersonAsked("name");
        }
        ENTENTE_RETURN_IF_ERROR(
            CheckAct(view, PeriodAct::kApproveException, "name"));
        if (record->exception().has_end_time()) return ExceptionOver();
        if (!record->approver().empty()) return ExceptionApproved();
        if (ExceptionStateOf(*record, view.state, view.today) ==
            v1::PeriodException::STATE_EXPIRED) {
          return ExceptionExpired();
        }
        record->set_approver(caller.subject);
        *record->mutable_exception()->mutable_approve_time() =
            ToTimestamp(caller.now);
        ENTENTE_RETURN_IF_ERROR(
            PutPeriod(transaction, name.period, view.record));
        return ToException(view, *record);
      });
}

grpc::Status PeriodService::EndPeriodException(
    grpc::ServerContext* context, const v1::EndPeriodExceptionRequest* request,
    v1::PeriodException* response) {
  return door_.Serve(context, __func__, *request, response,
                     [&](const gate::Caller& caller) {
                       return EndException(caller, *request);
                     });
}

absl::StatusOr<v1::PeriodException> PeriodService::EndException(
    const gate::Caller& caller, const v1::EndPeriodExceptionRequest& request) {
  ENTENTE_ASSIGN_OR_RETURN(const NumberedPeriodName name,
                           ParsePeriodException(request.name(), "name"));
  ENTENTE_RETURN_IF_ERROR(ValidateReason(request.reason(), "reason"));
  return ChangePeriod<v1::PeriodException>(
      parts_, caller, request, name.period,
      [&](store::Transaction& transaction,
          PeriodView& view) -> absl::StatusOr<v1::PeriodException> {
        ENTENTE_ASSIGN_OR_RETURN(v1::PeriodExceptionRecord* const record,
                                 FindException(name.number, view.record));
        const v1::PeriodException::State state =
            ExceptionStateOf(*record, view.state, view.today);
        if (state != v1::PeriodException::STATE_REQUESTED &&
            state != v1::PeriodException::STATE_IN_FORCE) {
          return ExceptionOver();
        }
        // It lets nobody in who was not let in before: one person is enough.
        record->set_ender(caller.subject);
        v1::PeriodException& exception = *record->mutable_exception();
        exception.set_end_reason(request.reason());
        *exception.mutable_end_time() = ToTimestamp(caller.now);
        ENTENTE_RETURN_IF_ERROR(
            PutPeriod(transaction, name.period, view.record));
        return ToException(view, *record);
      });
}

grpc::Status PeriodService::ConfirmPeriod(
    grpc::ServerContext* context, const v1::ConfirmPeriodRequest* request,
    v1::Period* response) {
  return door_.Serve(
      context, __func__, *request, response,
      [&](const gate::Caller& caller) { return Confirm(caller, *request); });
}

absl::StatusOr<v1::Period> PeriodService::Confirm(
    const gate::Caller& caller, const v1::ConfirmPeriodRequest& request) {
  ENTENTE_ASSIGN_OR_RETURN(const PeriodName name,
                           ParsePeriod(request.name(), "name"));
  return ChangePeriod<v1::Period>(
      parts_, caller, request, name,
      [&](store::Transaction& transaction,
          PeriodView& view) -> absl::StatusOr<v1::Period> {
        // An account is a source of its own name, as where it delivers.
        const v1::PeriodSource source =
            ToPeriodSource(view, caller.subject, true);
        ENTENTE_RETURN_IF_ERROR(CheckAct(view, PeriodAct::kConfirm, "name"));
        if (!IsSourceCode(caller.subject) ||
            (!source.is_expected() && !view.sources.contains(caller.subject))) {
          return SourceNotExpected("name");
        }
        if (request.has_contributions() &&
            request.contributions() != source.contributions()) {
          return ContributionsDiffer(source.contributions());
        }
        ENTENTE_RETURN_IF_ERROR(ConfirmSourceMonth(
            transaction, {name, caller.subject}, "", caller.now));
        ENTENTE_RETURN_IF_ERROR(PutOwnConfirmation(
            transaction, name.municipality, caller.subject, caller.now));
        return ReadChanged(transaction, view);
      });
}

grpc::Status PeriodService::ConfirmPeriodOnBehalf(
    grpc::ServerContext* context,
    const v1::ConfirmPeriodOnBehalfRequest* request, v1::Period* response) {
  return door_.Serve(context, __func__, *request, response,
                     [&](const gate::Caller& caller) {
                       return ConfirmOnBehalf(caller, *request);
                     });
}

absl::StatusOr<v1::Period> PeriodService::ConfirmOnBehalf(
    const gate::Caller& caller,
    const v1::ConfirmPeriodOnBehalfRequest& request) {
  ENTENTE_ASSIGN_OR_RETURN(const PeriodName name,
                           ParseOnBehalf(caller, request));
  return ChangePeriod<v1::Period>(
      parts_, caller, request, name,
      [&](store::Transaction& transaction,
          PeriodView& view) -> absl::StatusOr<v1::Period> {
        ENTENTE_RETURN_IF_ERROR(CheckAct(view, PeriodAct::kConfirm, "name"));
        ENTENTE_RETURN_IF_ERROR(CheckDeliveredByOthers(
            transaction, name.municipality, request.source()));
        // By what is shown to whoever is not the source.
        const v1::PeriodSource source =
            ToPeriodSource(view, request.source(), false);
        if (!source.is_expected() && !source.has_last_delivery_time()) {
          return SourceNotExpected("source", request.source());
        }
        if (request.has_contributions() &&
            request.contributions() != source.contributions()) {
          return ContributionsDiffer(source.contributions(),
                                     /*is_on_behalf=*/true);
        }
        ENTENTE_RETURN_IF_ERROR(ConfirmSourceMonth(
            transaction, {name, request.source()}, caller.subject, caller.now));
        ENTENTE_RETURN_IF_ERROR(
            PutOnBehalf(transaction, name, caller.subject, caller.now));
        return ReadChanged(transaction, view);
      },
      // The entry says for whom.
      absl::StrCat(FormatPeriod(name), "/sources/", request.source()));
}

grpc::Status PeriodService::GetPeriodOnBehalf(
    grpc::ServerContext* context, const v1::GetPeriodOnBehalfRequest* request,
    v1::Period* response) {
  return door_.Serve(context, __func__, *request, response,
                     [&](const gate::Caller& caller) {
                       return GetOnBehalf(caller, *request);
                     });
}

absl::StatusOr<v1::Period> PeriodService::GetOnBehalf(
    const gate::Caller& caller, const v1::GetPeriodOnBehalfRequest& request) {
  ENTENTE_ASSIGN_OR_RETURN(const PeriodName name,
                           ParseOnBehalf(caller, request));
  const std::unique_ptr<store::Snapshot> snapshot = parts_.store.Read();
  ENTENTE_RETURN_IF_ERROR(
      CheckDeliveredByOthers(*snapshot, name.municipality, request.source()));
  ENTENTE_ASSIGN_OR_RETURN(PeriodView view,
                           ReadViewFor(parts_, *snapshot, caller, name));
  view.acted_for = request.source();
  ENTENTE_RETURN_IF_ERROR(ReadViewFigures(*snapshot, view));
  return ToPeriod(view);
}

}  // namespace entente::indicators
