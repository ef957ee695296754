#include "services/common/outbox/event_client.h"

#include <utility>

#include "entente/common/v1/event.grpc.pb.h"
#include "services/common/base/error.h"
#include "services/common/channel/channel.h"

namespace entente::outbox {

Sender MakeEventSender(std::shared_ptr<grpc::Channel> channel,
                       absl::Duration timeout) {
  std::shared_ptr<common::v1::EventService::Stub> stub =
      common::v1::EventService::NewStub(std::move(channel));
  return [stub, timeout](const common::v1::DeliverEventsRequest& request)
             -> absl::StatusOr<common::v1::DeliverEventsResponse> {
    grpc::ClientContext context;
    channel::CallOptions options;
    options.timeout = timeout;
    channel::PrepareContext(options, context);
    common::v1::DeliverEventsResponse response;
    ENTENTE_RETURN_IF_ERROR(
        channel::FromWire(stub->DeliverEvents(&context, request, &response)));
    return response;
  };
}

}  // namespace entente::outbox
