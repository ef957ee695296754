// ActivityService: entered once, counted under every measure they feed.
#ifndef SERVICES_INDICATORS_ACTIVITY_SERVICE_H_
#define SERVICES_INDICATORS_ACTIVITY_SERVICE_H_

#include "absl/functional/function_ref.h"
#include "entente/indicators/v1/activity_service.grpc.pb.h"
#include "entente/indicators/v1/records.pb.h"
#include "services/common/audit/access_log.h"
#include "services/common/base/pagination.h"
#include "services/common/gate/gate.h"
#include "services/common/store/store.h"
#include "services/indicators/area_rules.h"
#include "services/indicators/definition_store.h"
#include "services/indicators/name_rules.h"
#include "services/indicators/period_store.h"

namespace entente::indicators {

// Thread-safe; everything it is given outlives it. Handlers of changes are in
// activity_change_handlers.cc.
class ActivityService final
    : public entente::indicators::v1::ActivityService::Service {
 public:
  ActivityService(gate::Gate& gate, store::Store& store,
                  const audit::AccessLog& log, DefinitionCache& cache,
                  PeriodCache& periods, const AreaList& areas)
      : door_(gate, "entente.indicators.v1.ActivityService"),
        store_(store),
        log_(log),
        cache_(cache),
        periods_(periods),
        areas_(areas) {}

  grpc::Status CreateActivity(
      grpc::ServerContext* context,
      const entente::indicators::v1::CreateActivityRequest* request,
      entente::indicators::v1::Activity* response) override;
  grpc::Status GetActivity(
      grpc::ServerContext* context,
      const entente::indicators::v1::GetActivityRequest* request,
      entente::indicators::v1::Activity* response) override;
  grpc::Status UpdateActivity(
      grpc::ServerContext* context,
      const entente::indicators::v1::UpdateActivityRequest* request,
      entente::indicators::v1::Activity* response) override;
  grpc::Status WithdrawActivity(
      grpc::ServerContext* context,
      const entente::indicators::v1::WithdrawActivityRequest* request,
      entente::indicators::v1::Activity* response) override;
  grpc::Status ListActivities(
      grpc::ServerContext* context,
      const entente::indicators::v1::ListActivitiesRequest* request,
      entente::indicators::v1::ListActivitiesResponse* response) override;
  grpc::Status ListActivityTypes(
      grpc::ServerContext* context,
      const entente::indicators::v1::ListActivityTypesRequest* request,
      entente::indicators::v1::ListActivityTypesResponse* response) override;

 private:
  using Record = entente::indicators::v1::ActivityRecord;
  using Answer = absl::StatusOr<entente::indicators::v1::Activity>;
  // Makes the next version of what stands and checks whether it may stand.
  using Change = absl::FunctionRef<absl::StatusOr<Record>(
      store::Transaction& transaction, const Record& standing)>;

  // Runs `body` in one transaction, once per request id, with the access entry
  // of the call.
  Answer RunOnce(const gate::Caller& caller,
                 const google::protobuf::Message& request,
                 absl::FunctionRef<Answer(store::Transaction&)> body);
  Answer Create(const gate::Caller& caller,
                const entente::indicators::v1::CreateActivityRequest& request);
  Answer Get(const entente::indicators::v1::GetActivityRequest& request);
  Answer Update(const gate::Caller& caller,
                const entente::indicators::v1::UpdateActivityRequest& request);
  Answer Withdraw(
      const gate::Caller& caller,
      const entente::indicators::v1::WithdrawActivityRequest& request);
  absl::StatusOr<entente::indicators::v1::ListActivitiesResponse> List(
      const gate::Caller& caller,
      const entente::indicators::v1::ListActivitiesRequest& request);
  absl::StatusOr<entente::indicators::v1::ListActivityTypesResponse> ListTypes(
      const gate::Caller& caller,
      const entente::indicators::v1::ListActivityTypesRequest& request);

  // Changes the activity `name` as it stands then; `field` holds its name.
  template <class Request>
  Answer ChangeOnce(const gate::Caller& caller, const Request& request,
                    const ActivityName& name, const std::string& field,
                    Change change);
  // OK when the month (see date_rules.h) takes figures that people enter.
  absl::Status CheckMonth(const store::Reader& reader,
                          const gate::Caller& caller,
                          const std::string& municipality, int32_t month,
                          const std::string& field);
  // OK when `next` is said to be another one than any, or looks like none that
  // counts and that `standing` (nullptr: it is new) did not look like.
  static absl::Status CheckLikeness(const store::Reader& reader,
                                    const std::string& municipality,
                                    const Record& next, const Record* standing);
  // The first version of what `said` says, with what it counts for by
  // `definitions`.
  static Record MakeRecord(const gate::Caller& caller,
                           const Definitions& definitions,
                           const std::string& municipality,
                           entente::indicators::v1::Activity said);

  gate::Door door_;
  store::Store& store_;
  const audit::AccessLog& log_;
  DefinitionCache& cache_;
  PeriodCache& periods_;
  const AreaList& areas_;
  const PageTokens page_tokens_;
};

}  // namespace entente::indicators

#endif  // SERVICES_INDICATORS_ACTIVITY_SERVICE_H_
