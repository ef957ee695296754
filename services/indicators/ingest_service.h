// IngestService: counts from police and prevention systems, exactly once.
#ifndef SERVICES_INDICATORS_INGEST_SERVICE_H_
#define SERVICES_INDICATORS_INGEST_SERVICE_H_

#include <functional>
#include <string>

#include "entente/indicators/v1/ingest_service.grpc.pb.h"
#include "services/common/audit/access_log.h"
#include "services/common/base/clock.h"
#include "services/common/gate/gate.h"
#include "services/common/gate/stream_threads.h"
#include "services/common/store/store.h"
#include "services/indicators/area_rules.h"
#include "services/indicators/definition_store.h"
#include "services/indicators/ingest_store.h"
#include "services/indicators/ingest_stream.h"
#include "services/indicators/name_rules.h"
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

// Thread-safe. A stream has a thread of its own while it is open.
class IngestService final
    : public entente::indicators::v1::IngestService::WithCallbackMethod_Ingest<
          entente::indicators::v1::IngestService::
              WithCallbackMethod_IngestOnBehalf<
                  entente::indicators::v1::IngestService::Service>> {
 public:
  IngestService(gate::Gate& gate, const IngestParts& parts);

  grpc::ServerBidiReactor<entente::indicators::v1::IngestRequest,
                          entente::indicators::v1::IngestResponse>*
  Ingest(grpc::CallbackServerContext* context) override;
  grpc::ServerBidiReactor<entente::indicators::v1::IngestRequest,
                          entente::indicators::v1::IngestResponse>*
  IngestOnBehalf(grpc::CallbackServerContext* context) override;
  grpc::Status GetIngestSession(
      grpc::ServerContext* context,
      const entente::indicators::v1::GetIngestSessionRequest* request,
      entente::indicators::v1::IngestSession* response) override;
  grpc::Status ListIngestSessions(
      grpc::ServerContext* context,
      const entente::indicators::v1::ListIngestSessionsRequest* request,
      entente::indicators::v1::ListIngestSessionsResponse* response) override;
  grpc::Status ListRejections(
      grpc::ServerContext* context,
      const entente::indicators::v1::ListRejectionsRequest* request,
      entente::indicators::v1::ListRejectionsResponse* response) override;
  grpc::Status BatchGetEventCounts(
      grpc::ServerContext* context,
      const entente::indicators::v1::BatchGetEventCountsRequest* request,
      entente::indicators::v1::BatchGetEventCountsResponse* response) override;

 private:
  // Who delivers: the source, or somebody else for it.
  enum class Way { kItself, kOnBehalf };

  // The stream of either, of which `handle` passes the door.
  grpc::ServerBidiReactor<entente::indicators::v1::IngestRequest,
                          entente::indicators::v1::IngestResponse>*
  Start(Way way, std::function<grpc::Status(IngestStream&)> handle);
  absl::Status ServeSession(const gate::Caller& caller, Way way,
                            IngestStream& stream);
  // Whether the caller is told of sessions of `source` that were delivered in
  // this way.
  bool IsTold(const gate::Caller& caller, const std::string& source,
              Way way) const;
  // The session under that name, in the request's `field`. Errors: NOT_FOUND /
  // SESSION_UNKNOWN, also of one that the caller is not told of.
  absl::StatusOr<entente::indicators::v1::SessionRecord> Find(
      const gate::Caller& caller, const store::Reader& reader,
      const SessionName& name, const std::string& field) const;
  absl::StatusOr<entente::indicators::v1::IngestSession> Get(
      const gate::Caller& caller,
      const entente::indicators::v1::GetIngestSessionRequest& request);
  absl::StatusOr<entente::indicators::v1::ListIngestSessionsResponse> Sessions(
      const gate::Caller& caller,
      const entente::indicators::v1::ListIngestSessionsRequest& request);
  absl::StatusOr<entente::indicators::v1::ListRejectionsResponse> List(
      const gate::Caller& caller,
      const entente::indicators::v1::ListRejectionsRequest& request);
  absl::StatusOr<entente::indicators::v1::BatchGetEventCountsResponse> Counts(
      const gate::Caller& caller,
      const entente::indicators::v1::BatchGetEventCountsRequest& request);

  gate::Gate& gate_;
  gate::Door door_;
  const IngestParts parts_;
  gate::StreamThreads threads_;
};

}  // namespace entente::indicators

#endif  // SERVICES_INDICATORS_INGEST_SERVICE_H_
