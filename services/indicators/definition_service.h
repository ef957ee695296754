// DefinitionService: what is counted, and the targets agreed for it.
#ifndef SERVICES_INDICATORS_DEFINITION_SERVICE_H_
#define SERVICES_INDICATORS_DEFINITION_SERVICE_H_

#include "entente/indicators/v1/definition_service.grpc.pb.h"
#include "services/common/audit/access_log.h"
#include "services/common/gate/gate.h"
#include "services/common/store/store.h"
#include "services/indicators/area_rules.h"
#include "services/indicators/definition_store.h"

namespace entente::indicators {

// Thread-safe; everything it is given outlives it.
class DefinitionService final
    : public entente::indicators::v1::DefinitionService::Service {
 public:
  DefinitionService(gate::Gate& gate, store::Store& store,
                    const audit::AccessLog& log, DefinitionCache& cache,
                    const AreaList& areas)
      : door_(gate, "entente.indicators.v1.DefinitionService"),
        store_(store),
        log_(log),
        cache_(cache),
        areas_(areas) {}

  grpc::Status ListMeasures(
      grpc::ServerContext* context,
      const entente::indicators::v1::ListMeasuresRequest* request,
      entente::indicators::v1::ListMeasuresResponse* response) override;
  grpc::Status ListIndicators(
      grpc::ServerContext* context,
      const entente::indicators::v1::ListIndicatorsRequest* request,
      entente::indicators::v1::ListIndicatorsResponse* response) override;
  grpc::Status ListAreas(
      grpc::ServerContext* context,
      const entente::indicators::v1::ListAreasRequest* request,
      entente::indicators::v1::ListAreasResponse* response) override;
  grpc::Status SetTarget(
      grpc::ServerContext* context,
      const entente::indicators::v1::SetTargetRequest* request,
      entente::indicators::v1::Target* response) override;
  grpc::Status ListTargetVersions(
      grpc::ServerContext* context,
      const entente::indicators::v1::ListTargetVersionsRequest* request,
      entente::indicators::v1::ListTargetVersionsResponse* response) override;

 private:
  absl::StatusOr<entente::indicators::v1::ListMeasuresResponse> List(
      const gate::Caller& caller,
      const entente::indicators::v1::ListMeasuresRequest& request);
  absl::StatusOr<entente::indicators::v1::ListIndicatorsResponse> List(
      const entente::indicators::v1::ListIndicatorsRequest& request);
  absl::StatusOr<entente::indicators::v1::ListAreasResponse> List(
      const entente::indicators::v1::ListAreasRequest& request);
  absl::StatusOr<entente::indicators::v1::Target> Set(
      const gate::Caller& caller,
      const entente::indicators::v1::SetTargetRequest& request);
  absl::StatusOr<entente::indicators::v1::ListTargetVersionsResponse> List(
      const entente::indicators::v1::ListTargetVersionsRequest& request);

  gate::Door door_;
  store::Store& store_;
  const audit::AccessLog& log_;
  DefinitionCache& cache_;
  const AreaList& areas_;
};

}  // namespace entente::indicators

#endif  // SERVICES_INDICATORS_DEFINITION_SERVICE_H_
