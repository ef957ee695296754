// SeriesService: figures as they stand.
#ifndef SERVICES_INDICATORS_SERIES_SERVICE_H_
#define SERVICES_INDICATORS_SERIES_SERVICE_H_

#include "entente/indicators/v1/series_service.grpc.pb.h"
#include "services/common/audit/access_log.h"
#include "services/common/gate/gate.h"
#include "services/common/store/store.h"
#include "services/indicators/area_rules.h"
#include "services/indicators/definition_store.h"

namespace entente::indicators {

// Thread-safe; everything it is given outlives it.
class SeriesService final
    : public entente::indicators::v1::SeriesService::Service {
 public:
  SeriesService(gate::Gate& gate, store::Store& store,
                const audit::AccessLog& log, DefinitionCache& cache,
                const AreaList& areas)
      : door_(gate, "entente.indicators.v1.SeriesService"),
        store_(store),
        log_(log),
        cache_(cache),
        areas_(areas) {}

  grpc::Status QuerySeries(
      grpc::ServerContext* context,
      const entente::indicators::v1::QuerySeriesRequest* request,
      entente::indicators::v1::QuerySeriesResponse* response) override;
  grpc::Status QueryAchievement(
      grpc::ServerContext* context,
      const entente::indicators::v1::QueryAchievementRequest* request,
      entente::indicators::v1::QueryAchievementResponse* response) override;

 private:
  absl::StatusOr<entente::indicators::v1::QuerySeriesResponse> Query(
      const gate::Caller& caller,
      const entente::indicators::v1::QuerySeriesRequest& request);
  absl::StatusOr<entente::indicators::v1::QueryAchievementResponse> Achieved(
      const gate::Caller& caller,
      const entente::indicators::v1::QueryAchievementRequest& request);
  // Figures that might point at a person: whoever sees them is recorded.
  absl::Status RecordSensitive(const gate::Caller& caller);

  gate::Door door_;
  store::Store& store_;
  const audit::AccessLog& log_;
  DefinitionCache& cache_;
  const AreaList& areas_;
};

}  // namespace entente::indicators

#endif  // SERVICES_INDICATORS_SERIES_SERVICE_H_
