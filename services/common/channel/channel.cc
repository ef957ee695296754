#include "services/common/channel/channel.h"

#include <functional>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "grpc/support/log.h"
#include "grpcpp/create_channel.h"
#include "grpcpp/security/credentials.h"
#include "grpcpp/security/tls_certificate_provider.h"
#include "grpcpp/security/tls_certificate_verifier.h"
#include "grpcpp/security/tls_credentials_options.h"
#include "services/common/base/error.h"
#include "services/common/gate/access_context.h"
#include "services/common/gate/error_wire.h"
#include "services/common/gate/trace.h"

namespace entente::channel {
namespace {

// How often certificate files are read again.
// First pause before another attempt to connect; gRPC's own second is felt by
// a person who waits.
constexpr int kReconnectMs = 200;

constexpr unsigned int kRefreshSeconds = 60;
// A stored convention with its text is under 4 MiB.
constexpr int kMessageBytesMax = 16 * 1024 * 1024;
constexpr int kMetadataBytesMax = 16 * 1024;

// Accepts the server whose certificate has `id` as its only URI name. The
// chain to the authority is verified by the handshake itself.
class SpiffeVerifier : public grpc::experimental::ExternalCertificateVerifier {
 public:
  explicit SpiffeVerifier(std::string id) : id_(std::move(id)) {}
  ~SpiffeVerifier() override = default;

  bool Verify(grpc::experimental::TlsCustomVerificationCheckRequest* request,
              std::function<void(grpc::Status)>,
              grpc::Status* sync_status) override {
    const std::vector<grpc::string_ref> names = request->uri_names();
    const bool is_expected = names.size() == 1 && names[0] == id_;
    *sync_status = is_expected ? grpc::Status::OK
                               : grpc::Status(grpc::StatusCode::UNAUTHENTICATED,
                                              "the server is not " + id_);
    return true;
  }

  void Cancel(grpc::experimental::TlsCustomVerificationCheckRequest*) override {
  }

 private:
  const std::string id_;
};

}  // namespace

absl::StatusOr<std::shared_ptr<grpc::Channel>> MakeChannel(
    const std::string& target, const TlsFiles& files,
    const std::string& server_id) {
  ENTENTE_RETURN_IF_ERROR(CheckTlsFiles(files, absl::Now()));
  grpc::experimental::TlsChannelCredentialsOptions tls;
  tls.set_certificate_provider(
      std::make_shared<grpc::experimental::FileWatcherCertificateProvider>(
          files.key, files.cert, files.ca, kRefreshSeconds));
  tls.watch_root_certs();
  tls.watch_identity_key_cert_pairs();
  tls.set_verify_server_certs(true);
  tls.set_check_call_host(false);
  tls.set_certificate_verifier(
      grpc::experimental::ExternalCertificateVerifier::Create<SpiffeVerifier>(
          server_id));

  grpc::ChannelArguments arguments;
  arguments.SetMaxReceiveMessageSize(kMessageBytesMax);
  arguments.SetInt(GRPC_ARG_MAX_METADATA_SIZE, kMetadataBytesMax);
  // The name for SNI: the service's own, whatever address leads to it.
  arguments.SetSslTargetNameOverride(
      server_id.substr(server_id.rfind('/') + 1));
  // A first attempt that fails for no fault of the service is made again soon.
  arguments.SetInt(GRPC_ARG_INITIAL_RECONNECT_BACKOFF_MS, kReconnectMs);
  arguments.SetInt(GRPC_ARG_MIN_RECONNECT_BACKOFF_MS, kReconnectMs);
  // A proxy variable in the environment must not see or break local calls.
  arguments.SetInt(GRPC_ARG_ENABLE_HTTP_PROXY, 0);
  return grpc::CreateCustomChannel(
      target, grpc::experimental::TlsCredentials(tls), arguments);
}

bool WaitUntilConnected(grpc::Channel& channel, absl::Duration patience) {
  return channel.WaitForConnected(absl::ToChronoTime(absl::Now() + patience));
}

void PrepareContext(const CallOptions& options, grpc::ClientContext& context) {
  if (options.timeout != absl::InfiniteDuration()) {
    context.set_deadline(absl::ToChronoTime(absl::Now() + options.timeout));
  }
  if (!options.token.empty()) {
    context.AddMetadata("authorization",
                        absl::StrCat("Bearer ", options.token));
  }
  if (!options.trace_id.empty()) {
    context.AddMetadata(gate::kTraceKey, options.trace_id);
  }
  if (options.access.has_value()) {
    context.AddMetadata(gate::kAccessContextKey,
                        options.access->SerializeAsString());
  }
}

absl::Status FromWire(const grpc::Status& wire) {
  absl::Status status = gate::FromWire(wire);
  if (GetErrorDetail(status).has_value()) return status;
  ErrorDetail detail;
  detail.metadata["cause"] = wire.error_message();
  switch (status.code()) {
    case absl::StatusCode::kUnavailable:
      detail.reason = "SERVICE_UNREACHABLE";
      detail.sentence = {
          .en =
              "The service cannot be reached: is it running, and is the "
              "address right?",
          .fr =
              "Le service est injoignable : fonctionne-t-il, et l'adresse "
              "est-elle correcte ?",
          .nl = "De dienst is onbereikbaar: draait hij, en klopt het adres?"};
      return MakeError(status.code(), detail);
    case absl::StatusCode::kDeadlineExceeded:
      detail.reason = "NO_ANSWER_IN_TIME";
      detail.sentence = {
          .en =
              "The service did not answer in time: try again, or allow more "
              "time.",
          .fr =
              "Le service n'a pas répondu à temps : réessayez, ou "
              "accordez plus de temps.",
          .nl =
              "De dienst antwoordde niet op tijd: probeer opnieuw, of geef "
              "meer tijd."};
      return MakeError(status.code(), detail);
    default:
      return status;
  }
}

void SilenceGrpcLog() {
  gpr_set_log_function([](gpr_log_func_args*) {});
}

}  // namespace entente::channel
