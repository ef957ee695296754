// Editing and withdrawing activities.
#include <memory>
#include <optional>
#include <string>
#include <utility>

#include "services/common/base/error.h"
#include "services/common/base/timestamp.h"
#include "services/indicators/activity_edit_rules.h"
#include "services/indicators/activity_errors.h"
#include "services/indicators/activity_rules.h"
#include "services/indicators/activity_service.h"
#include "services/indicators/activity_store.h"
#include "services/indicators/local_day.h"
#include "services/indicators/period_change_handlers.h"
#include "services/indicators/period_request_rules.h"

namespace entente::indicators {
namespace {

namespace v1 = entente::indicators::v1;

// Without names of indicators: a history shows the codes of measures.
void KeepChanges(const ActivityEffects& changes, v1::ActivityRecord& record) {
  for (const v1::MeasureEffect& change : changes) {
    *record.add_changes() = change;
    record.mutable_changes(record.changes_size() - 1)->clear_indicators();
  }
}

int32_t MonthIn(const v1::ActivityRecord& record) {
  return MonthOf(PackDate(record.activity().date()));
}

}  // namespace

absl::Status ActivityService::CheckMonth(const store::Reader& reader,
                                         const gate::Caller& caller,
                                         const std::string& municipality,
                                         int32_t month,
                                         const std::string& field) {
  ENTENTE_ASSIGN_OR_RETURN(const auto periods,
                           periods_.Get(reader, municipality));
  const Admission admission =
      periods->Admit(month, kActivitiesSource, LocalDay(caller.now));
  return admission.is_admitted()
             ? absl::OkStatus()
             : MonthRefusal(admission.verdict, month, field);
}

template <class Request>
ActivityService::Answer ActivityService::ChangeOnce(const gate::Caller& caller,
                                                    const Request& request,
                                                    const ActivityName& name,
                                                    const std::string& field,
                                                    Change change) {
  ENTENTE_RETURN_IF_ERROR(ValidateReason(request.reason(), "reason"));
  return RunOnce(
      caller, request, [&](store::Transaction& transaction) -> Answer {
        ENTENTE_ASSIGN_OR_RETURN(
            const std::optional<v1::ActivityRecord> standing,
            ReadActivity(transaction, name));
        if (!standing.has_value()) return ActivityUnknown(field);
        v1::Activity answer = ToActivity(*standing);
        if (!request.etag().empty() && request.etag() != answer.etag()) {
          return ActivityEtagMismatch(answer.etag());
        }
        if (IsWithdrawn(*standing)) {
          return ActivityWithdrawn(field, VersionOf(*standing));
        }
        ENTENTE_ASSIGN_OR_RETURN(v1::ActivityRecord next,
                                 change(transaction, *standing));
        const ActivityEffects changes = ChangesBetween(*standing, next);
        const bool is_changed =
            IsWithdrawn(next) || !changes.empty() ||
            !SaysTheSame(standing->activity(), next.activity());
        if (is_changed) {
          next.set_version(VersionOf(*standing) + 1);
          next.set_reason(request.reason());
          next.set_office(OfficeOf(caller));
          next.set_subject(caller.subject);
          *next.mutable_time() = ToTimestamp(caller.now);
          next.mutable_activity()->set_name(standing->activity().name());
          *next.mutable_activity()->mutable_create_time() =
              standing->activity().create_time();
          KeepChanges(changes, next);
          ENTENTE_RETURN_IF_ERROR(
              PutNextVersion(transaction, name, *standing, next, changes));
          answer = ToActivity(next);
        }
        answer.clear_effects();
        for (const v1::MeasureEffect& moved : changes) {
          *answer.add_effects() = moved;
        }
        return answer;
      });
}

grpc::Status ActivityService::UpdateActivity(
    grpc::ServerContext* context, const v1::UpdateActivityRequest* request,
    v1::Activity* response) {
  return door_.Serve(
      context, __func__, *request, response,
      [&](const gate::Caller& caller) { return Update(caller, *request); });
}

ActivityService::Answer ActivityService::Update(
    const gate::Caller& caller, const v1::UpdateActivityRequest& request) {
  ENTENTE_ASSIGN_OR_RETURN(
      const ActivityName name,
      ParseActivity(request.activity().name(), "activity.name"));
  return ChangeOnce(
      caller, request, name, "activity.name",
      [&](store::Transaction& transaction, const v1::ActivityRecord& standing)
          -> absl::StatusOr<v1::ActivityRecord> {
        ENTENTE_ASSIGN_OR_RETURN(const v1::Activity said,
                                 Edited(request, standing.activity()));
        ENTENTE_ASSIGN_OR_RETURN(
            const std::shared_ptr<const Definitions> definitions,
            cache_.Get(transaction, name.municipality));
        ENTENTE_RETURN_IF_ERROR(
            ValidateActivity({*definitions, areas_, name.municipality,
                              LocalDay(caller.now), &standing.activity()},
                             said));
        ENTENTE_RETURN_IF_ERROR(CheckMonth(transaction, caller,
                                           name.municipality, MonthIn(standing),
                                           "activity.name"));
        v1::ActivityRecord next =
            MakeRecord(caller, *definitions, name.municipality, said);
        ENTENTE_RETURN_IF_ERROR(CheckMonth(transaction, caller,
                                           name.municipality, MonthIn(next),
                                           "activity.date"));
        if (VersionOf(standing) >= kActivityVersionsMax) {
          return TooManyActivityVersions(kActivityVersionsMax);
        }
        next.set_kind(v1::ActivityVersion::KIND_EDITED);
        next.set_is_another(request.is_another());
        ENTENTE_RETURN_IF_ERROR(
            CheckLikeness(transaction, name.municipality, next, &standing));
        return next;
      });
}

grpc::Status ActivityService::WithdrawActivity(
    grpc::ServerContext* context, const v1::WithdrawActivityRequest* request,
    v1::Activity* response) {
  return door_.Serve(
      context, __func__, *request, response,
      [&](const gate::Caller& caller) { return Withdraw(caller, *request); });
}

ActivityService::Answer ActivityService::Withdraw(
    const gate::Caller& caller, const v1::WithdrawActivityRequest& request) {
  ENTENTE_ASSIGN_OR_RETURN(const ActivityName name,
                           ParseActivity(request.name(), "name"));
  return ChangeOnce(
      caller, request, name, "name",
      [&](store::Transaction& transaction, const v1::ActivityRecord& standing)
          -> absl::StatusOr<v1::ActivityRecord> {
        ENTENTE_RETURN_IF_ERROR(CheckMonth(
            transaction, caller, name.municipality, MonthIn(standing), "name"));
        v1::ActivityRecord next;
        *next.mutable_activity() = SaidOf(standing.activity());
        next.set_counted_area(standing.counted_area());
        next.set_definitions_version(standing.definitions_version());
        next.set_kind(v1::ActivityVersion::KIND_WITHDRAWN);
        return next;
      });
}

}  // namespace entente::indicators
