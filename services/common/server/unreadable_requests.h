// Calls whose request is no message of its type. gRPC answers them INTERNAL
// before any handler runs, and so past the door of their service; with this
// they are identified, judged, refused with a reason and recorded as every
// call.
#ifndef SERVICES_COMMON_SERVER_UNREADABLE_REQUESTS_H_
#define SERVICES_COMMON_SERVER_UNREADABLE_REQUESTS_H_

#include <memory>

#include "grpcpp/support/server_interceptor.h"
#include "services/common/gate/gate.h"

namespace entente::server {

// For ServerBuilder; `gate` outlives the server. Messages of a client's stream
// are the handler's to read: gate/next_message.h.
std::unique_ptr<grpc::experimental::ServerInterceptorFactoryInterface>
MakeUnreadableRequests(gate::Gate& gate);

}  // namespace entente::server

#endif  // SERVICES_COMMON_SERVER_UNREADABLE_REQUESTS_H_
