// A server's stream of an open read (Access.open_read in access.proto): no
// message of it leaves an entry in the access log, as no answer of such a
// method does. What anything else sends goes through recorded_writer.h.
#ifndef SERVICES_COMMON_GATE_OPEN_WATCH_H_
#define SERVICES_COMMON_GATE_OPEN_WATCH_H_

#include <type_traits>

#include "absl/functional/function_ref.h"
#include "absl/status/status.h"
#include "absl/time/time.h"
#include "google/protobuf/message.h"
#include "grpcpp/grpcpp.h"
#include "services/common/gate/gate.h"

namespace entente::gate {

// A stream that the server alone sends, of what `request` names:
// Door::ServeStream for `handler`, which writes to the stream. Of a method that
// is no open read nothing is sent and the stream ends with INTERNAL: the fault
// of the program.
template <class Message>
grpc::Status ServeOpenWatch(
    Door& door, const Gate& gate, grpc::ServerContext* context,
    const char* method, const google::protobuf::Message& request,
    grpc::ServerWriter<Message>* stream,
    absl::FunctionRef<
        absl::Status(const Caller&,
                     grpc::ServerWriter<std::type_identity_t<Message>>& writer)>
        handler) {
  return door.ServeStream(
      context, method,
      [&](const Caller& caller) -> absl::Status {
        const MethodRule* rule = gate.methods().Find(caller.method);
        if (rule == nullptr || !rule->is_open_read) {
          return absl::InternalError("a stream would send without an entry");
        }
        return handler(caller, *stream);
      },
      absl::InfiniteDuration(), ObjectOf(request));
}

}  // namespace entente::gate

#endif  // SERVICES_COMMON_GATE_OPEN_WATCH_H_
