// A server's stream of which each message leaves on an entry of its own in the
// access log, which permits it. A restricted stream has no other way out: what
// is sent past the writer is withheld by the server (Gate::MaySend).
#ifndef SERVICES_COMMON_GATE_RECORDED_WRITER_H_
#define SERVICES_COMMON_GATE_RECORDED_WRITER_H_

#include <type_traits>

#include "absl/functional/function_ref.h"
#include "absl/status/status.h"
#include "absl/time/time.h"
#include "google/protobuf/message.h"
#include "grpcpp/grpcpp.h"
#include "services/common/gate/gate.h"

namespace entente::gate {

// Belongs to the thread of its stream; `trail` and `stream` outlive it.
template <class Stream>
class RecordedWriter {
 public:
  RecordedWriter(Trail& trail, Stream& stream)
      : trail_(trail), stream_(stream) {}

  // False: the client is gone, or nothing was sent since the call has left no
  // entry after the message before, or one that does not permit it (see
  // status).
  template <class Message>
  bool Write(const Message& message) {
    if (!trail_.Release()) {
      status_ = absl::InternalError("a stream would send without an entry");
    }
    return status_.ok() && stream_.Write(message);
  }

  // INTERNAL once something was to be sent that must not be: the fault of the
  // handler, with which its stream ends.
  const absl::Status& status() const { return status_; }

 private:
  Trail& trail_;
  Stream& stream_;
  absl::Status status_;
};

// A stream that the server alone sends, of what `request` names:
// Door::ServeStream with a writer for `handler`.
template <class Message>
grpc::Status ServeWatch(
    Door& door, grpc::ServerContext* context, const char* method,
    const google::protobuf::Message& request,
    grpc::ServerWriter<Message>* stream,
    absl::FunctionRef<absl::Status(
        const Caller&,
        RecordedWriter<grpc::ServerWriter<std::type_identity_t<Message>>>&)>
        handler) {
  return door.ServeStream(
      context, method,
      [&](const Caller& caller) -> absl::Status {
        RecordedWriter<grpc::ServerWriter<Message>> writer(*caller.trail,
                                                           *stream);
        absl::Status handled = handler(caller, writer);
        return writer.status().ok() ? handled : writer.status();
      },
      absl::InfiniteDuration(), ObjectOf(request));
}

}  // namespace entente::gate

#endif  // SERVICES_COMMON_GATE_RECORDED_WRITER_H_
