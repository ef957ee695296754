// EventService: what conventions and exchange tell this service.
#ifndef SERVICES_INDICATORS_EVENT_SERVICE_H_
#define SERVICES_INDICATORS_EVENT_SERVICE_H_

#include "entente/common/v1/event.grpc.pb.h"
#include "services/common/audit/access_log.h"
#include "services/common/gate/gate.h"
#include "services/common/store/store.h"

namespace entente::indicators {

// Thread-safe; everything it is given outlives it.
class EventService final : public entente::common::v1::EventService::Service {
 public:
  EventService(gate::Gate& gate, store::Store& store,
               const audit::AccessLog& log)
      : gate_(gate),
        door_(gate, "entente.common.v1.EventService"),
        store_(store),
        log_(log) {}

  grpc::Status DeliverEvents(
      grpc::ServerContext* context,
      const entente::common::v1::DeliverEventsRequest* request,
      entente::common::v1::DeliverEventsResponse* response) override;

 private:
  gate::Gate& gate_;
  gate::Door door_;
  store::Store& store_;
  const audit::AccessLog& log_;
};

}  // namespace entente::indicators

#endif  // SERVICES_INDICATORS_EVENT_SERVICE_H_
