// MeasureRuleService: rules between measures, by which PeriodService judges.
#ifndef SERVICES_INDICATORS_RULE_SERVICE_H_
#define SERVICES_INDICATORS_RULE_SERVICE_H_

#include "absl/status/statusor.h"
#include "entente/indicators/v1/measure_rule_service.grpc.pb.h"
#include "services/indicators/period_service.h"

namespace entente::indicators {

// Thread-safe.
class MeasureRuleService final
    : public entente::indicators::v1::MeasureRuleService::Service {
 public:
  MeasureRuleService(gate::Gate& gate, const PeriodParts& parts)
      : door_(gate, "entente.indicators.v1.MeasureRuleService"),
        parts_(parts) {}

  grpc::Status CreateMeasureRule(
      grpc::ServerContext* context,
      const entente::indicators::v1::CreateMeasureRuleRequest* request,
      entente::indicators::v1::MeasureRule* response) override;
  grpc::Status UpdateMeasureRule(
      grpc::ServerContext* context,
      const entente::indicators::v1::UpdateMeasureRuleRequest* request,
      entente::indicators::v1::MeasureRule* response) override;
  grpc::Status GetMeasureRule(
      grpc::ServerContext* context,
      const entente::indicators::v1::GetMeasureRuleRequest* request,
      entente::indicators::v1::MeasureRule* response) override;
  grpc::Status ListMeasureRules(
      grpc::ServerContext* context,
      const entente::indicators::v1::ListMeasureRulesRequest* request,
      entente::indicators::v1::ListMeasureRulesResponse* response) override;
  grpc::Status ListMeasureRuleVersions(
      grpc::ServerContext* context,
      const entente::indicators::v1::ListMeasureRuleVersionsRequest* request,
      entente::indicators::v1::ListMeasureRuleVersionsResponse* response)
      override;

 private:
  absl::StatusOr<entente::indicators::v1::MeasureRule> Create(
      const gate::Caller& caller,
      const entente::indicators::v1::CreateMeasureRuleRequest& request);
  absl::StatusOr<entente::indicators::v1::MeasureRule> Update(
      const gate::Caller& caller,
      const entente::indicators::v1::UpdateMeasureRuleRequest& request);

  gate::Door door_;
  const PeriodParts parts_;
};

}  // namespace entente::indicators

#endif  // SERVICES_INDICATORS_RULE_SERVICE_H_
