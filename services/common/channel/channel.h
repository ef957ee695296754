// The client's side of a call: a mutually authenticated channel, and what each
// call carries.
//
//   ENTENTE_ASSIGN_OR_RETURN(
//       auto channel, channel::MakeChannel("127.0.0.1:7443",
//                         TlsFiles::In(".entente/pki/cli"),
//                         "spiffe://entente.local/svc/conventions"));
//   auto stub = BudgetService::NewStub(channel);
//   grpc::ClientContext context;
//   channel::PrepareContext({.token = token}, context);
//   absl::Status status =
//       channel::FromWire(stub->ListLines(&context, request, &response));
#ifndef SERVICES_COMMON_CHANNEL_CHANNEL_H_
#define SERVICES_COMMON_CHANNEL_CHANNEL_H_

#include <memory>
#include <optional>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "entente/common/v1/access.pb.h"
#include "grpcpp/channel.h"
#include "grpcpp/client_context.h"
#include "grpcpp/support/status.h"
#include "services/common/channel/tls_files.h"

namespace entente::channel {

// What one call carries besides its request.
struct CallOptions {
  // Token of the person; empty when a service calls for itself.
  std::string token = {};
  // Empty: the server makes one.
  std::string trace_id = {};
  absl::Duration timeout = absl::Seconds(30);
  // Required by restricted methods.
  std::optional<entente::common::v1::AccessContext> access = {};
};

// A channel to `target` ("host:port"). The server must present a certificate of
// the authority in `files` whose only URI is `server_id`, so a wrong service on
// the right port is refused; the host name is not looked at, so that loopback
// and forwarded ports work. Where `files` names revocation lists, a server
// without a current list or on it is refused, at each handshake. Files are read
// again when they change; bad ones change nothing. Connects lazily. Errors:
// FAILED_PRECONDITION of TlsIdentity and Revocation.
absl::StatusOr<std::shared_ptr<grpc::Channel>> MakeChannel(
    const std::string& target, const TlsFiles& files,
    const std::string& server_id);

// Connects now, trying again for at most `patience`; false when nobody was
// reached or trusted. A call on an idle channel fails at its first failed
// attempt, which on a loaded machine need not mean that the service is down.
bool WaitUntilConnected(grpc::Channel& channel, absl::Duration patience);

// Sets deadline and metadata on a fresh context.
void PrepareContext(const CallOptions& options, grpc::ClientContext& context);

// The reply's status with its ErrorDetail (reason, field, figures, sentence in
// en, fr and nl); see base/error.h. What gRPC reports without any reply gets a
// detail too: UNAVAILABLE / SERVICE_UNREACHABLE and DEADLINE_EXCEEDED /
// NO_ANSWER_IN_TIME, gRPC's own words under metadata "cause".
absl::Status FromWire(const grpc::Status& status);

// Keeps gRPC's own messages off stderr, for programs that people use: the
// status says what went wrong. For the whole process.
void SilenceGrpcLog();

}  // namespace entente::channel

#endif  // SERVICES_COMMON_CHANNEL_CHANNEL_H_
