#include "services/indicators/event_service.h"

#include "services/common/audit/recorded_store.h"
#include "services/common/base/error.h"
#include "services/common/outbox/inbox.h"
#include "services/indicators/error_rules.h"
#include "services/indicators/indicators_events.h"

namespace entente::indicators {
namespace {

namespace common = entente::common::v1;

constexpr int kEventsMax = 256;

}  // namespace

grpc::Status EventService::DeliverEvents(
    grpc::ServerContext* context, const common::DeliverEventsRequest* request,
    common::DeliverEventsResponse* response) {
  return door_.Serve(
      context, __func__, *request, response,
      [&](const gate::Caller& caller)
          -> absl::StatusOr<common::DeliverEventsResponse> {
        if (request->events_size() > kEventsMax) {
          return Invalid("TOO_MANY_EVENTS", "events",
                         {"At most 256 events at a time.",
                          "Au plus 256 événements à la fois.",
                          "Hoogstens 256 gebeurtenissen tegelijk."});
        }
        const Sender sender{caller.peer, gate_.policy()->trust_domain(),
                            caller.now};
        audit::RecordedStore store(store_, log_, caller);
        common::DeliverEventsResponse response = outbox::ApplyDelivery(
            store, *request,
            [&](store::Transaction& transaction, const common::Event& event) {
              return ApplyEvent(transaction, event, sender);
            });
        // An event that was refused, or none at all, is a delivery too.
        if (!caller.trail->Says(absl::OkStatus())) {
          ENTENTE_RETURN_IF_ERROR(store.Record());
        }
        return response;
      });
}

}  // namespace entente::indicators
