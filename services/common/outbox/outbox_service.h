// OutboxService: what waits and what was set aside, for whoever runs the
// service.
#ifndef SERVICES_COMMON_OUTBOX_OUTBOX_SERVICE_H_
#define SERVICES_COMMON_OUTBOX_OUTBOX_SERVICE_H_

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "entente/common/v1/outbox_service.grpc.pb.h"
#include "services/common/audit/access_log.h"
#include "services/common/base/pagination.h"
#include "services/common/gate/gate.h"
#include "services/common/outbox/shipper.h"
#include "services/common/store/store.h"

namespace entente::outbox {

// Thread-safe; what it is made of outlives it.
class OutboxService final : public entente::common::v1::OutboxService::Service {
 public:
  using StatusRequest = entente::common::v1::ListOutboxesRequest;
  using StatusResponse = entente::common::v1::ListOutboxesResponse;
  using EventsRequest = entente::common::v1::ListSetAsideEventsRequest;
  using EventsResponse = entente::common::v1::ListSetAsideEventsResponse;
  using RetryRequest = entente::common::v1::RetrySetAsideEventRequest;
  using AsideRequest = entente::common::v1::SetStuckEventAsideRequest;
  using Summary = entente::common::v1::SetAsideEventSummary;

  // `shippers` are those of the service, one for each destination.
  OutboxService(gate::Gate& gate, store::Store& store,
                const audit::AccessLog& log, std::vector<Shipper*> shippers);

  grpc::Status ListOutboxes(grpc::ServerContext* context,
                            const StatusRequest* request,
                            StatusResponse* response) override;
  grpc::Status ListSetAsideEvents(grpc::ServerContext* context,
                                  const EventsRequest* request,
                                  EventsResponse* response) override;
  grpc::Status RetrySetAsideEvent(grpc::ServerContext* context,
                                  const RetryRequest* request,
                                  Summary* response) override;
  grpc::Status SetStuckEventAside(grpc::ServerContext* context,
                                  const AsideRequest* request,
                                  Summary* response) override;

 private:
  absl::StatusOr<StatusResponse> ListStatus(const gate::Caller& caller) const;
  absl::StatusOr<EventsResponse> ListEvents(const gate::Caller& caller,
                                            const EventsRequest& request) const;
  absl::StatusOr<Summary> Retry(const gate::Caller& caller,
                                const RetryRequest& request);
  absl::StatusOr<Summary> SetAside(const gate::Caller& caller,
                                   const AsideRequest& request);
  Shipper* FindShipper(const std::string& destination) const;

  gate::Door door_;
  store::Store& store_;
  const audit::AccessLog& log_;
  const std::vector<Shipper*> shippers_;
  const PageTokens page_tokens_;
};

}  // namespace entente::outbox

#endif  // SERVICES_COMMON_OUTBOX_OUTBOX_SERVICE_H_
