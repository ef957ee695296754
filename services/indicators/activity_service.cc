#include "services/indicators/activity_service.h"

#include <memory>
#include <string>
#include <utility>

#include "services/common/audit/recorded_store.h"
#include "services/common/base/error.h"
#include "services/common/replay/replay.h"
#include "services/indicators/activity_rules.h"
#include "services/indicators/activity_store.h"
#include "services/indicators/indicators_keys.h"
#include "services/indicators/local_day.h"
#include "services/indicators/name_rules.h"
#include "services/indicators/page_rules.h"
#include "services/indicators/period_errors.h"

namespace entente::indicators {
namespace {

namespace v1 = entente::indicators::v1;

}  // namespace

grpc::Status ActivityService::CreateActivity(
    grpc::ServerContext* context, const v1::CreateActivityRequest* request,
    v1::Activity* response) {
  return door_.Serve(
      context, __func__, *request, response,
      [&](const gate::Caller& caller) { return Create(caller, *request); });
}

absl::StatusOr<v1::Activity> ActivityService::Create(
    const gate::Caller& caller, const v1::CreateActivityRequest& request) {
  ENTENTE_ASSIGN_OR_RETURN(const std::string municipality,
                           ParseMunicipality(request.parent(), "parent"));
  audit::RecordedStore store(store_, log_, caller);
  return replay::RunOnce<v1::Activity>(
      store, {caller.Scope(), caller.method, caller.now}, request,
      [&](store::Transaction& transaction) -> absl::StatusOr<v1::Activity> {
        ENTENTE_ASSIGN_OR_RETURN(
            const std::shared_ptr<const Definitions> definitions,
            cache_.Get(transaction, municipality));
        ENTENTE_RETURN_IF_ERROR(
            ValidateActivity(*definitions, areas_, request.activity()));
        ENTENTE_ASSIGN_OR_RETURN(const auto periods,
                                 periods_.Get(transaction, municipality));
        const Admission admission =
            periods->Admit(MonthOf(PackDate(request.activity().date())),
                           kActivitiesSource, LocalDay(caller.now));
        if (!admission.is_admitted()) {
          return PeriodRefusal(admission.verdict, "activity.date");
        }
        v1::Activity activity = request.activity();
        activity.mutable_create_time()->set_seconds(
            absl::ToUnixSeconds(caller.now));
        activity.clear_effects();
        for (v1::MeasureEffect& effect : EffectsOf(*definitions, activity)) {
          *activity.add_effects() = std::move(effect);
        }
        ENTENTE_RETURN_IF_ERROR(
            AddActivity(transaction, municipality, activity));
        return activity;
      });
}

grpc::Status ActivityService::ListActivities(
    grpc::ServerContext* context, const v1::ListActivitiesRequest* request,
    v1::ListActivitiesResponse* response) {
  return door_.Serve(context, __func__, *request, response,
                     [&](const gate::Caller&) { return List(*request); });
}

absl::StatusOr<v1::ListActivitiesResponse> ActivityService::List(
    const v1::ListActivitiesRequest& request) {
  ENTENTE_ASSIGN_OR_RETURN(const std::string municipality,
                           ParseMunicipality(request.parent(), "parent"));
  ENTENTE_ASSIGN_OR_RETURN(const size_t size, PageSize(request.page_size()));
  ENTENTE_ASSIGN_OR_RETURN(
      const std::string start,
      ParsePageKey(request.page_token(), ActivityPrefix(municipality)));
  ENTENTE_ASSIGN_OR_RETURN(
      ActivityPage page,
      ReadActivities(*store_.Read(), municipality, start, size));
  v1::ListActivitiesResponse response;
  for (v1::Activity& activity : page.activities) {
    *response.add_activities() = std::move(activity);
  }
  if (!page.next_key.empty()) {
    response.set_next_page_token(FormatPageKey(page.next_key));
  }
  return response;
}

}  // namespace entente::indicators
