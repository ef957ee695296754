// ContextService: series from outside, read beside the measures.
#ifndef SERVICES_INDICATORS_CONTEXT_SERVICE_H_
#define SERVICES_INDICATORS_CONTEXT_SERVICE_H_

#include "absl/status/statusor.h"
#include "entente/indicators/v1/context_service.grpc.pb.h"
#include "services/indicators/area_rules.h"
#include "services/indicators/period_service.h"

namespace entente::indicators {

// Thread-safe; `areas` outlives it.
class ContextService final
    : public entente::indicators::v1::ContextService::Service {
 public:
  ContextService(gate::Gate& gate, const PeriodParts& parts,
                 const AreaList& areas)
      : door_(gate, "entente.indicators.v1.ContextService"),
        parts_(parts),
        areas_(areas) {}

  grpc::Status CreateContextSeries(
      grpc::ServerContext* context,
      const entente::indicators::v1::CreateContextSeriesRequest* request,
      entente::indicators::v1::ContextSeries* response) override;
  grpc::Status UpdateContextSeries(
      grpc::ServerContext* context,
      const entente::indicators::v1::UpdateContextSeriesRequest* request,
      entente::indicators::v1::ContextSeries* response) override;
  grpc::Status AddContextFigures(
      grpc::ServerContext* context,
      const entente::indicators::v1::AddContextFiguresRequest* request,
      entente::indicators::v1::AddContextFiguresResponse* response) override;
  grpc::Status WithdrawContextFigure(
      grpc::ServerContext* context,
      const entente::indicators::v1::WithdrawContextFigureRequest* request,
      entente::indicators::v1::ContextFigure* response) override;
  grpc::Status ListContextSeries(
      grpc::ServerContext* context,
      const entente::indicators::v1::ListContextSeriesRequest* request,
      entente::indicators::v1::ListContextSeriesResponse* response) override;
  grpc::Status ListContextSeriesVersions(
      grpc::ServerContext* context,
      const entente::indicators::v1::ListContextSeriesVersionsRequest* request,
      entente::indicators::v1::ListContextSeriesVersionsResponse* response)
      override;
  grpc::Status QueryContext(
      grpc::ServerContext* context,
      const entente::indicators::v1::QueryContextRequest* request,
      entente::indicators::v1::QueryContextResponse* response) override;

 private:
  absl::StatusOr<entente::indicators::v1::ContextSeries> Create(
      const gate::Caller& caller,
      const entente::indicators::v1::CreateContextSeriesRequest& request);
  absl::StatusOr<entente::indicators::v1::ContextSeries> Update(
      const gate::Caller& caller,
      const entente::indicators::v1::UpdateContextSeriesRequest& request);
  absl::StatusOr<entente::indicators::v1::ContextFigure> Withdraw(
      const gate::Caller& caller,
      const entente::indicators::v1::WithdrawContextFigureRequest& request);
  absl::StatusOr<entente::indicators::v1::AddContextFiguresResponse> Add(
      const gate::Caller& caller,
      const entente::indicators::v1::AddContextFiguresRequest& request);
  absl::StatusOr<entente::indicators::v1::QueryContextResponse> Query(
      const entente::indicators::v1::QueryContextRequest& request);

  gate::Door door_;
  const PeriodParts parts_;
  const AreaList& areas_;
};

}  // namespace entente::indicators

#endif  // SERVICES_INDICATORS_CONTEXT_SERVICE_H_
