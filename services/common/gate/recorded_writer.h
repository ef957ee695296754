// A server's stream of which nothing leaves while the access log holds no entry
// of the call that permits it.
#ifndef SERVICES_COMMON_GATE_RECORDED_WRITER_H_
#define SERVICES_COMMON_GATE_RECORDED_WRITER_H_

#include <type_traits>

#include "absl/functional/function_ref.h"
#include "absl/status/status.h"
#include "grpcpp/grpcpp.h"
#include "services/common/gate/gate.h"

namespace entente::gate {

// Belongs to the thread of its stream; `trail` and `stream` outlive it.
template <class Stream>
class RecordedWriter {
 public:
  RecordedWriter(const Trail& trail, Stream& stream)
      : trail_(trail), stream_(stream) {}

  // False: the client is gone, or nothing was sent since the call has left no
  // entry, or its last one does not permit it (see status).
  template <class Message>
  bool Write(const Message& message) {
    if (!trail_.Says(absl::OkStatus())) {
      status_ = absl::InternalError("a stream would send without an entry");
    }
    return status_.ok() && stream_.Write(message);
  }

  // INTERNAL once something was to be sent that must not be: the fault of the
  // handler, with which its stream ends.
  const absl::Status& status() const { return status_; }

 private:
  const Trail& trail_;
  Stream& stream_;
  absl::Status status_;
};

// A stream that the server alone sends: Door::ServeStream with a writer for
// `handler`, which has no other.
template <class Message>
grpc::Status ServeWatch(
    Door& door, grpc::ServerContext* context, const char* method,
    grpc::ServerWriter<Message>* stream,
    absl::FunctionRef<absl::Status(
        const Caller&,
        RecordedWriter<grpc::ServerWriter<std::type_identity_t<Message>>>&)>
        handler) {
  return door.ServeStream(
      context, method, [&](const Caller& caller) -> absl::Status {
        RecordedWriter<grpc::ServerWriter<Message>> writer(*caller.trail,
                                                           *stream);
        absl::Status handled = handler(caller, writer);
        return writer.status().ok() ? handled : writer.status();
      });
}

}  // namespace entente::gate

#endif  // SERVICES_COMMON_GATE_RECORDED_WRITER_H_
