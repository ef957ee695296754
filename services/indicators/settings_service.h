// MeasureSettingsService: what people add to measures.
#ifndef SERVICES_INDICATORS_SETTINGS_SERVICE_H_
#define SERVICES_INDICATORS_SETTINGS_SERVICE_H_

#include "absl/status/statusor.h"
#include "entente/indicators/v1/measure_settings_service.grpc.pb.h"
#include "services/indicators/period_service.h"

namespace entente::indicators {

// Thread-safe.
class MeasureSettingsService final
    : public entente::indicators::v1::MeasureSettingsService::Service {
 public:
  MeasureSettingsService(gate::Gate& gate, const PeriodParts& parts)
      : door_(gate, "entente.indicators.v1.MeasureSettingsService"),
        parts_(parts) {}

  grpc::Status UpdateMeasureSettings(
      grpc::ServerContext* context,
      const entente::indicators::v1::UpdateMeasureSettingsRequest* request,
      entente::indicators::v1::MeasureSettings* response) override;
  grpc::Status GetMeasureSettings(
      grpc::ServerContext* context,
      const entente::indicators::v1::GetMeasureSettingsRequest* request,
      entente::indicators::v1::MeasureSettings* response) override;
  grpc::Status ListMeasureSettingsVersions(
      grpc::ServerContext* context,
      const entente::indicators::v1::ListMeasureSettingsVersionsRequest*
          request,
      entente::indicators::v1::ListMeasureSettingsVersionsResponse* response)
      override;

 private:
  absl::StatusOr<entente::indicators::v1::MeasureSettings> Update(
      const gate::Caller& caller,
      const entente::indicators::v1::UpdateMeasureSettingsRequest& request);
  absl::StatusOr<entente::indicators::v1::MeasureSettings> Get(
      const gate::Caller& caller,
      const entente::indicators::v1::GetMeasureSettingsRequest& request);

  gate::Door door_;
  const PeriodParts parts_;
};

}  // namespace entente::indicators

#endif  // SERVICES_INDICATORS_SETTINGS_SERVICE_H_
