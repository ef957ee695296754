// Recording activities, reading one, listing them.
#include "services/indicators/activity_service.h"

#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "services/common/audit/recorded_store.h"
#include "services/common/base/error.h"
#include "services/common/base/timestamp.h"
#include "services/common/replay/replay.h"
#include "services/indicators/activity_edit_rules.h"
#include "services/indicators/activity_errors.h"
#include "services/indicators/activity_rules.h"
#include "services/indicators/activity_store.h"
#include "services/indicators/indicators_keys.h"
#include "services/indicators/local_day.h"
#include "services/indicators/object_version_store.h"
#include "services/indicators/page_rules.h"
#include "services/indicators/period_change_handlers.h"

namespace entente::indicators {
namespace {

namespace v1 = entente::indicators::v1;

}  // namespace

ActivityService::Answer ActivityService::RunOnce(
    const gate::Caller& caller, const google::protobuf::Message& request,
    absl::FunctionRef<Answer(store::Transaction&)> body) {
  audit::RecordedStore store(store_, log_, caller);
  store.set_version_of(&ObjectVersion);
  return replay::RunOnce<v1::Activity>(
      store, {caller.Scope(), caller.method, caller.now}, request, body);
}

v1::ActivityRecord ActivityService::MakeRecord(const gate::Caller& caller,
                                               const Definitions& definitions,
                                               const std::string& municipality,
                                               v1::Activity said) {
  v1::ActivityRecord record;
  for (v1::MeasureEffect& effect : EffectsOf(definitions, said)) {
    *said.add_effects() = std::move(effect);
  }
  record.set_counted_area(said.area().empty() ? municipality : said.area());
  *record.mutable_activity() = std::move(said);
  record.mutable_activity()->mutable_create_time()->set_seconds(
      absl::ToUnixSeconds(caller.now));
  record.set_version(1);
  record.set_definitions_version(definitions.version());
  record.set_office(OfficeOf(caller));
  record.set_subject(caller.subject);
  return record;
}

absl::Status ActivityService::CheckLikeness(
    const store::Reader& reader, const std::string& municipality,
    const v1::ActivityRecord& next, const v1::ActivityRecord* standing) {
  if (next.is_another()) return absl::OkStatus();
  ENTENTE_ASSIGN_OR_RETURN(
      const std::optional<v1::ActivityRecord> other,
      FindLookingEntered(reader, municipality, next, standing));
  return other.has_value() ? ActivityLooksEntered(*other) : absl::OkStatus();
}

grpc::Status ActivityService::CreateActivity(
    grpc::ServerContext* context, const v1::CreateActivityRequest* request,
    v1::Activity* response) {
  return door_.Serve(
      context, __func__, *request, response,
      [&](const gate::Caller& caller) { return Create(caller, *request); });
}

ActivityService::Answer ActivityService::Create(
    const gate::Caller& caller, const v1::CreateActivityRequest& request) {
  ENTENTE_ASSIGN_OR_RETURN(const std::string municipality,
                           ParseMunicipality(request.parent(), "parent"));
  const v1::Activity said = SaidOf(request.activity());
  return RunOnce(
      caller, request, [&](store::Transaction& transaction) -> Answer {
        ENTENTE_ASSIGN_OR_RETURN(
            const std::shared_ptr<const Definitions> definitions,
            cache_.Get(transaction, municipality));
        ENTENTE_RETURN_IF_ERROR(ValidateActivity(
            {*definitions, areas_, municipality, LocalDay(caller.now)}, said));
        ENTENTE_RETURN_IF_ERROR(CheckMonth(transaction, caller, municipality,
                                           MonthOf(PackDate(said.date())),
                                           "activity.date"));
        v1::ActivityRecord record =
            MakeRecord(caller, *definitions, municipality, said);
        record.set_is_another(request.is_another());
        ENTENTE_RETURN_IF_ERROR(
            CheckLikeness(transaction, municipality, record, nullptr));
        ENTENTE_RETURN_IF_ERROR(AddActivity(transaction, municipality, record));
        return ToActivity(record);
      });
}

grpc::Status ActivityService::GetActivity(grpc::ServerContext* context,
                                          const v1::GetActivityRequest* request,
                                          v1::Activity* response) {
  return door_.Serve(context, __func__, *request, response,
                     [&](const gate::Caller&) { return Get(*request); });
}

ActivityService::Answer ActivityService::Get(
    const v1::GetActivityRequest& request) {
  ENTENTE_ASSIGN_OR_RETURN(const ActivityName name,
                           ParseActivity(request.name(), "name"));
  const std::unique_ptr<store::Snapshot> snapshot = store_.Read();
  ENTENTE_ASSIGN_OR_RETURN(const std::optional<v1::ActivityRecord> standing,
                           ReadActivity(*snapshot, name));
  if (!standing.has_value()) return ActivityUnknown("name");
  v1::Activity activity = ToActivity(*standing);
  if (!request.history()) return activity;
  ENTENTE_ASSIGN_OR_RETURN(const std::vector<v1::ActivityRecord> earlier,
                           ReadEarlierVersions(*snapshot, name));
  for (const v1::ActivityRecord& record : earlier) {
    *activity.add_history() = ToActivityVersion(record);
  }
  *activity.add_history() = ToActivityVersion(*standing);
  return activity;
}

grpc::Status ActivityService::ListActivities(
    grpc::ServerContext* context, const v1::ListActivitiesRequest* request,
    v1::ListActivitiesResponse* response) {
  return door_.Serve(
      context, __func__, *request, response,
      [&](const gate::Caller& caller) { return List(caller, *request); });
}

absl::StatusOr<v1::ListActivitiesResponse> ActivityService::List(
    const gate::Caller& caller, const v1::ListActivitiesRequest& request) {
  ENTENTE_ASSIGN_OR_RETURN(const std::string municipality,
                           ParseMunicipality(request.parent(), "parent"));
  ENTENTE_ASSIGN_OR_RETURN(const size_t size, PageSize(request.page_size()));
  ENTENTE_ASSIGN_OR_RETURN(const ActivityQuestion question,
                           ActivityQuestion::Parse(request, areas_));
  const std::unique_ptr<store::Snapshot> snapshot = store_.Read();
  ENTENTE_ASSIGN_OR_RETURN(const std::shared_ptr<const Definitions> definitions,
                           cache_.Get(*snapshot, municipality));
  ENTENTE_RETURN_IF_ERROR(question.CheckTypes(*definitions));
  const std::string scope =
      absl::StrCat(caller.Scope(), " activities ", AskedBy(request));
  ENTENTE_ASSIGN_OR_RETURN(const std::string after,
                           page_tokens_.Decode(scope, request.page_token()));
  ENTENTE_ASSIGN_OR_RETURN(
      ActivityPage page,
      ReadActivities(*snapshot, municipality, question, after, size));
  v1::ListActivitiesResponse response;
  for (v1::Activity& activity : page.activities) {
    *response.add_activities() = std::move(activity);
  }
  if (!page.last_key.empty()) {
    response.set_next_page_token(page_tokens_.Encode(scope, page.last_key));
  }
  return response;
}

grpc::Status ActivityService::ListActivityTypes(
    grpc::ServerContext* context, const v1::ListActivityTypesRequest* request,
    v1::ListActivityTypesResponse* response) {
  return door_.Serve(
      context, __func__, *request, response,
      [&](const gate::Caller& caller) { return ListTypes(caller, *request); });
}

absl::StatusOr<v1::ListActivityTypesResponse> ActivityService::ListTypes(
    const gate::Caller& caller, const v1::ListActivityTypesRequest& request) {
  ENTENTE_ASSIGN_OR_RETURN(const std::string municipality,
                           ParseMunicipality(request.parent(), "parent"));
  ENTENTE_ASSIGN_OR_RETURN(const size_t size, PageSize(request.page_size()));
  ENTENTE_ASSIGN_OR_RETURN(const size_t first,
                           ParsePageNumber(request.page_token()));
  ENTENTE_ASSIGN_OR_RETURN(const std::shared_ptr<const Definitions> definitions,
                           cache_.Get(*store_.Read(), municipality));
  ENTENTE_ASSIGN_OR_RETURN(
      const absl::CivilDay day,
      DayAskedAbout(request.has_date() ? &request.date() : nullptr,
                    LocalDay(caller.now)));
  v1::ListActivityTypesResponse response;
  const auto& types = definitions->activity_types();
  size_t i = first;
  for (; i < types.size() && i - first < size; ++i) {
    *response.add_activity_types() = DescribeType(*definitions, types[i], day);
  }
  if (i < types.size()) response.set_next_page_token(absl::StrCat(i));
  return response;
}

}  // namespace entente::indicators
