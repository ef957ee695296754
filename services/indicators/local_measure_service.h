// LocalMeasureService: indicators of the municipality's own.
#ifndef SERVICES_INDICATORS_LOCAL_MEASURE_SERVICE_H_
#define SERVICES_INDICATORS_LOCAL_MEASURE_SERVICE_H_

#include "absl/status/statusor.h"
#include "entente/indicators/v1/local_measure_service.grpc.pb.h"
#include "services/indicators/period_service.h"

namespace entente::indicators {

// Thread-safe.
class LocalMeasureService final
    : public entente::indicators::v1::LocalMeasureService::Service {
 public:
  LocalMeasureService(gate::Gate& gate, const PeriodParts& parts)
      : door_(gate, "entente.indicators.v1.LocalMeasureService"),
        parts_(parts) {}

  grpc::Status CreateLocalMeasure(
      grpc::ServerContext* context,
      const entente::indicators::v1::CreateLocalMeasureRequest* request,
      entente::indicators::v1::LocalMeasure* response) override;
  grpc::Status UpdateLocalMeasure(
      grpc::ServerContext* context,
      const entente::indicators::v1::UpdateLocalMeasureRequest* request,
      entente::indicators::v1::LocalMeasure* response) override;
  grpc::Status GetLocalMeasure(
      grpc::ServerContext* context,
      const entente::indicators::v1::GetLocalMeasureRequest* request,
      entente::indicators::v1::LocalMeasure* response) override;
  grpc::Status ListLocalMeasures(
      grpc::ServerContext* context,
      const entente::indicators::v1::ListLocalMeasuresRequest* request,
      entente::indicators::v1::ListLocalMeasuresResponse* response) override;
  grpc::Status ListLocalMeasureVersions(
      grpc::ServerContext* context,
      const entente::indicators::v1::ListLocalMeasureVersionsRequest* request,
      entente::indicators::v1::ListLocalMeasureVersionsResponse* response)
      override;

 private:
  absl::StatusOr<entente::indicators::v1::LocalMeasure> Create(
      const gate::Caller& caller,
      const entente::indicators::v1::CreateLocalMeasureRequest& request);
  absl::StatusOr<entente::indicators::v1::LocalMeasure> Update(
      const gate::Caller& caller,
      const entente::indicators::v1::UpdateLocalMeasureRequest& request);
  absl::StatusOr<entente::indicators::v1::ListLocalMeasuresResponse> List(
      const entente::indicators::v1::ListLocalMeasuresRequest& request);

  gate::Door door_;
  const PeriodParts parts_;
};

}  // namespace entente::indicators

#endif  // SERVICES_INDICATORS_LOCAL_MEASURE_SERVICE_H_
