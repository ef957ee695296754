#include "services/common/channel/channel.h"

#include <cstdlib>
#include <functional>
#include <set>
#include <thread>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/synchronization/mutex.h"
#include "absl/time/clock.h"
#include "grpc/support/log.h"
#include "grpcpp/create_channel.h"
#include "grpcpp/security/credentials.h"
#include "grpcpp/security/tls_certificate_provider.h"
#include "grpcpp/security/tls_certificate_verifier.h"
#include "grpcpp/security/tls_credentials_options.h"
#include "services/common/base/clock.h"
#include "services/common/base/error.h"
#include "services/common/base/log.h"
#include "services/common/base/stop_signal.h"
#include "services/common/channel/revocation.h"
#include "services/common/channel/tls_identity.h"
#include "services/common/gate/access_context.h"
#include "services/common/gate/error_wire.h"
#include "services/common/gate/trace.h"

namespace entente::channel {
namespace {

// First pause before another attempt to connect; gRPC's own second is felt by
// a person who waits.
constexpr int kReconnectMs = 200;
// How often gRPC looks at the files it is given; its least.
constexpr unsigned int kRefreshSeconds = 1;
// How often we look at ours.
constexpr absl::Duration kWatchPeriod = absl::Seconds(1);
// A stored convention with its text is under 4 MiB.
constexpr int kMessageBytesMax = 16 * 1024 * 1024;
constexpr int kMetadataBytesMax = 16 * 1024;

// The identity of a channel and the lists that judge its server, looked at
// again by a thread of its own as long as the channel lives.
class Watched {
 public:
  static absl::StatusOr<std::shared_ptr<Watched>> Open(const TlsFiles& files) {
    static const SystemClock* const kClock = new SystemClock;
    auto watched = std::make_shared<Watched>();
    ENTENTE_ASSIGN_OR_RETURN(watched->identity_,
                             TlsIdentity::Open(files, *kClock));
    if (!files.crl.empty()) {
      ENTENTE_ASSIGN_OR_RETURN(watched->revocation_,
                               Revocation::Open(files.crl, files.ca, *kClock));
    }
    watched->thread_ = std::thread([raw = watched.get()] { raw->Run(); });
    All().Add(watched.get());
    return watched;
  }

  ~Watched() {
    All().Remove(this);
    Stop();
  }

  const TlsIdentity& identity() const { return *identity_; }
  // Null when the files name no lists.
  const Revocation* revocation() const { return revocation_.get(); }

 private:
  // gRPC may keep a channel's credentials beyond the end of main, when OpenSSL
  // cleans up under the feet of a thread that reads a certificate. So all of
  // them are stopped before.
  class Living {
   public:
    void Add(Watched* watched) {
      // Those registered last are called first: OpenSSL, which has read the
      // certificates by now, after us.
      static const int is_registered = std::atexit([] { All().StopEach(); });
      (void)is_registered;
      absl::MutexLock lock(&mutex_);
      living_.insert(watched);
    }
    void Remove(Watched* watched) {
      absl::MutexLock lock(&mutex_);
      living_.erase(watched);
    }

   private:
    void StopEach() {
      absl::MutexLock lock(&mutex_);
      for (Watched* watched : living_) watched->Stop();
    }

    absl::Mutex mutex_;
    std::set<Watched*> living_ ABSL_GUARDED_BY(mutex_);
  };
  static Living& All() {
    static auto& living = *new Living;
    return living;
  }

  void Stop() {
    stop_.Stop();
    if (thread_.joinable()) thread_.join();
  }

  void Run() {
    while (!stop_.WaitFor(kWatchPeriod)) {
      // Both log their refusal and keep what they have.
      identity_->ReloadIfChanged().IgnoreError();
      if (revocation_) revocation_->ReloadIfChanged().IgnoreError();
    }
  }

  std::unique_ptr<TlsIdentity> identity_;
  std::unique_ptr<Revocation> revocation_;
  StopSignal stop_;
  std::thread thread_;
};

// Accepts the server whose certificate has `id` as its only URI name and is not
// revoked. The chain to the authority is verified by the handshake itself. It
// lives as long as the channel's credentials, and so does what it holds.
class ServerVerifier final
    : public grpc::experimental::ExternalCertificateVerifier {
 public:
  ServerVerifier(std::string id, std::shared_ptr<const Watched> watched)
      : id_(std::move(id)), watched_(std::move(watched)) {}

  bool Verify(grpc::experimental::TlsCustomVerificationCheckRequest* request,
              std::function<void(grpc::Status)>,
              grpc::Status* sync_status) override {
    const std::vector<grpc::string_ref> names = request->uri_names();
    if (names.size() != 1 || names[0] != id_) {
      *sync_status = grpc::Status(grpc::StatusCode::UNAUTHENTICATED,
                                  "the server is not " + id_);
    } else if (watched_->revocation() != nullptr) {
      *sync_status = Judge(*request);
    }
    return true;
  }

  void Cancel(grpc::experimental::TlsCustomVerificationCheckRequest*) override {
  }

 private:
  grpc::Status Judge(
      const grpc::experimental::TlsCustomVerificationCheckRequest& request)
      const {
    // The server's own first; on a client it leads the chain as well.
    const grpc::string_ref own = request.peer_cert();
    const grpc::string_ref chain = request.peer_cert_full_chain();
    std::string pem(own.data(), own.size());
    if (!pem.empty()) pem.append(chain.data(), chain.size());
    const absl::Status good = watched_->revocation()->Check(pem);
    if (good.ok()) return grpc::Status::OK;
    const std::string cause(good.message());
    LogError("server_refused", {{"server", id_}, {"cause", cause}});
    return grpc::Status(grpc::StatusCode::UNAUTHENTICATED, cause);
  }

  const std::string id_;
  const std::shared_ptr<const Watched> watched_;
};

}  // namespace

absl::StatusOr<std::shared_ptr<grpc::Channel>> MakeChannel(
    const std::string& target, const TlsFiles& files,
    const std::string& server_id) {
  ENTENTE_ASSIGN_OR_RETURN(const std::shared_ptr<const Watched> watched,
                           Watched::Open(files));
  const TlsIdentity& identity = watched->identity();
  grpc::experimental::TlsChannelCredentialsOptions tls;
  tls.set_certificate_provider(
      std::make_shared<grpc::experimental::FileWatcherCertificateProvider>(
          identity.pair_path(), identity.pair_path(), identity.ca_path(),
          kRefreshSeconds));
  tls.watch_root_certs();
  tls.watch_identity_key_cert_pairs();
  tls.set_verify_server_certs(true);
  tls.set_check_call_host(false);
  tls.set_certificate_verifier(
      grpc::experimental::ExternalCertificateVerifier::Create<ServerVerifier>(
          server_id, watched));

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
