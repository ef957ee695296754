// IngestService: counts from police and prevention systems, exactly once.
#ifndef SERVICES_INDICATORS_INGEST_SERVICE_H_
#define SERVICES_INDICATORS_INGEST_SERVICE_H_

#include "entente/indicators/v1/ingest_service.grpc.pb.h"
#include "services/common/audit/access_log.h"
#include "services/common/base/clock.h"
#include "services/common/gate/gate.h"
#include "services/common/store/store.h"
#include "services/indicators/area_rules.h"
#include "services/indicators/definition_store.h"
#include "services/indicators/ingest_store.h"
#include "services/indicators/period_store.h"

namespace entente::indicators {

// What the service works with; all of it outlives the service.
struct IngestParts {
  store::Store& store;
  const audit::AccessLog& log;
  IngestStore& ingest;
  DefinitionCache& definitions;
  PeriodCache& periods;
  const AreaList& areas;
  const Clock& clock;
};

// Thread-safe. A stream holds a thread; the gate admits at most half of them.
class IngestService final
    : public entente::indicators::v1::IngestService::Service {
 public:
  using Stream =
      grpc::ServerReaderWriter<entente::indicators::v1::IngestResponse,
                               entente::indicators::v1::IngestRequest>;

  IngestService(gate::Gate& gate, const IngestParts& parts)
      : door_(gate, "entente.indicators.v1.IngestService"), parts_(parts) {}

  grpc::Status Ingest(grpc::ServerContext* context, Stream* stream) override;
  grpc::Status GetIngestSession(
      grpc::ServerContext* context,
      const entente::indicators::v1::GetIngestSessionRequest* request,
      entente::indicators::v1::IngestSession* response) override;
  grpc::Status ListRejections(
      grpc::ServerContext* context,
      const entente::indicators::v1::ListRejectionsRequest* request,
      entente::indicators::v1::ListRejectionsResponse* response) override;

 private:
  absl::Status ServeSession(const gate::Caller& caller, Stream& stream);
  absl::StatusOr<entente::indicators::v1::IngestSession> Get(
      const entente::indicators::v1::GetIngestSessionRequest& request);
  absl::StatusOr<entente::indicators::v1::ListRejectionsResponse> List(
      const entente::indicators::v1::ListRejectionsRequest& request);

  gate::Door door_;
  const IngestParts parts_;
};

}  // namespace entente::indicators

#endif  // SERVICES_INDICATORS_INGEST_SERVICE_H_
