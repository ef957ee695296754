// ActivityService: entered once, counted under every measure they feed.
#ifndef SERVICES_INDICATORS_ACTIVITY_SERVICE_H_
#define SERVICES_INDICATORS_ACTIVITY_SERVICE_H_

#include "entente/indicators/v1/activity_service.grpc.pb.h"
#include "services/common/audit/access_log.h"
#include "services/common/gate/gate.h"
#include "services/common/store/store.h"
#include "services/indicators/area_rules.h"
#include "services/indicators/definition_store.h"
#include "services/indicators/period_store.h"

namespace entente::indicators {

// Thread-safe; everything it is given outlives it.
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
  grpc::Status ListActivities(
      grpc::ServerContext* context,
      const entente::indicators::v1::ListActivitiesRequest* request,
      entente::indicators::v1::ListActivitiesResponse* response) override;

 private:
  absl::StatusOr<entente::indicators::v1::Activity> Create(
      const gate::Caller& caller,
      const entente::indicators::v1::CreateActivityRequest& request);
  absl::StatusOr<entente::indicators::v1::ListActivitiesResponse> List(
      const entente::indicators::v1::ListActivitiesRequest& request);

  gate::Door door_;
  store::Store& store_;
  const audit::AccessLog& log_;
  DefinitionCache& cache_;
  PeriodCache& periods_;
  const AreaList& areas_;
};

}  // namespace entente::indicators

#endif  // SERVICES_INDICATORS_ACTIVITY_SERVICE_H_
