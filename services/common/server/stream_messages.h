// Messages that a restricted stream sends. Whoever writes them and by what,
// each is asked for its entry on its way to the wire (Gate::MaySend): a handler
// that forgets, or that writes past its door or its RecordedWriter, tells
// nothing.
#ifndef SERVICES_COMMON_SERVER_STREAM_MESSAGES_H_
#define SERVICES_COMMON_SERVER_STREAM_MESSAGES_H_

#include <memory>

#include "grpcpp/support/server_interceptor.h"
#include "services/common/gate/gate.h"

namespace entente::server {

// For ServerBuilder; `gate` outlives the server. What may not leave is emptied
// and its call cancelled. Single answers are the gate's (Door::Serve).
std::unique_ptr<grpc::experimental::ServerInterceptorFactoryInterface>
MakeStreamMessages(gate::Gate& gate);

}  // namespace entente::server

#endif  // SERVICES_COMMON_SERVER_STREAM_MESSAGES_H_
