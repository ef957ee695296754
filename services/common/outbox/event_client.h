// Delivers the events of an outbox to a service over gRPC:
//
//   ENTENTE_ASSIGN_OR_RETURN(
//       auto channel, channel::MakeChannel(target, tls, server_id));
//   outbox::Shipper shipper(store, "indicators",
//                           outbox::MakeEventSender(channel));
//   shipper.Start();
#ifndef SERVICES_COMMON_OUTBOX_EVENT_CLIENT_H_
#define SERVICES_COMMON_OUTBOX_EVENT_CLIENT_H_

#include <memory>

#include "absl/time/time.h"
#include "grpcpp/channel.h"
#include "services/common/outbox/shipper.h"

namespace entente::outbox {

// A sender that calls EventService.DeliverEvents as the service itself, without
// a person's token. Each attempt gives up after `timeout`; what fails is
// retried by the shipper. Errors: those of the call.
Sender MakeEventSender(std::shared_ptr<grpc::Channel> channel,
                       absl::Duration timeout = absl::Seconds(10));

}  // namespace entente::outbox

#endif  // SERVICES_COMMON_OUTBOX_EVENT_CLIENT_H_
