#include "services/common/server/server.h"

#include <pthread.h>
#include <signal.h>
#include <unistd.h>

#include <cstdio>
#include <mutex>
#include <thread>
#include <utility>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "grpcpp/ext/health_check_service_server_builder_option.h"
#include "grpcpp/generic/async_generic_service.h"
#include "grpcpp/health_check_service_interface.h"
#include "grpcpp/resource_quota.h"
#include "grpcpp/security/server_credentials.h"
#include "grpcpp/security/tls_certificate_provider.h"
#include "grpcpp/security/tls_certificate_verifier.h"
#include "grpcpp/security/tls_credentials_options.h"
#include "services/common/base/error.h"
#include "services/common/base/log.h"
#include "services/common/base/stop_signal.h"
#include "services/common/channel/revocation.h"
#include "services/common/channel/tls_identity.h"
#include "services/common/server/log_setup.h"
#include "services/common/server/method_filter.h"
#include "services/common/server/port_file.h"
#include "services/common/server/readiness.h"
#include "services/common/server/stream_messages.h"
#include "services/common/server/unreadable_requests.h"

namespace entente::server {
namespace {

// How often gRPC looks at the files it is given; its least.
constexpr unsigned int kTlsRefreshSeconds = 1;
// A connection that does not finish its handshake is dropped.
constexpr int kHandshakeTimeoutMs = 10'000;
constexpr absl::Duration kWatchPeriod = absl::Seconds(1);

absl::Status Refuse(absl::string_view sentence) {
  return absl::FailedPreconditionError(sentence);
}

// host:port with a numeric port; IPv6 hosts in brackets.
absl::Status CheckAddress(const std::string& address) {
  const size_t colon = address.rfind(':');
  int port = -1;
  if (colon == std::string::npos || colon == 0 ||
      !absl::SimpleAtoi(address.substr(colon + 1), &port) || port < 0 ||
      port > 65535) {
    return Refuse(absl::StrCat("The address ", address,
                               " is not of the form host:port, for example "
                               "127.0.0.1:7443."));
  }
  return absl::OkStatus();
}

absl::Status CannotListen(const std::string& address) {
  return Refuse(absl::StrCat(
      "Cannot listen on ", address,
      ": the port is in use or the address is not of this machine."));
}

// Ends the handshake of a revoked client; gRPC's own lookup of lists lets
// certificates pass when their list is missing. Also keeps alive what gRPC's
// threads read as long as they run, which may be longer than the server.
class PeerVerifier final
    : public grpc::experimental::ExternalCertificateVerifier {
 public:
  PeerVerifier(std::shared_ptr<const TlsIdentity> identity,
               std::shared_ptr<const Revocation> revocation)
      : identity_(std::move(identity)), revocation_(std::move(revocation)) {}

  bool Verify(grpc::experimental::TlsCustomVerificationCheckRequest* request,
              std::function<void(grpc::Status)>,
              grpc::Status* sync_status) override {
    if (revocation_ == nullptr) return true;
    // On a server the chain lacks the peer's own certificate, and the first
    // certificate is the one that is judged.
    const grpc::string_ref own = request->peer_cert();
    const grpc::string_ref above = request->peer_cert_full_chain();
    std::string pem(own.data(), own.size());
    if (!pem.empty()) pem.append(above.data(), above.size());
    const absl::Status good = revocation_->Check(pem);
    if (!good.ok()) {
      const std::string cause(good.message());
      LogWarning("handshake_refused", {{"cause", cause}});
      *sync_status = grpc::Status(grpc::StatusCode::UNAUTHENTICATED, cause);
    }
    return true;
  }
  void Cancel(grpc::experimental::TlsCustomVerificationCheckRequest*) override {
  }

 private:
  const std::shared_ptr<const TlsIdentity> identity_;
  const std::shared_ptr<const Revocation> revocation_;
};

std::shared_ptr<grpc::ServerCredentials> MutualTls(
    std::shared_ptr<const TlsIdentity> identity,
    const gate::MethodTable& methods,
    std::shared_ptr<const Revocation> revocation) {
  grpc::experimental::TlsServerCredentialsOptions tls(
      std::make_shared<grpc::experimental::FileWatcherCertificateProvider>(
          identity->pair_path(), identity->pair_path(), identity->ca_path(),
          kTlsRefreshSeconds));
  tls.watch_root_certs();
  tls.watch_identity_key_cert_pairs();
  tls.set_cert_request_type(
      GRPC_SSL_REQUEST_AND_REQUIRE_CLIENT_CERTIFICATE_AND_VERIFY);
  // Names are the gate's business: it asks for the SPIFFE URI of each call.
  tls.set_check_call_host(false);
  tls.set_certificate_verifier(
      grpc::experimental::ExternalCertificateVerifier::Create<PeerVerifier>(
          std::move(identity), std::move(revocation)));
  auto credentials = grpc::experimental::TlsServerCredentials(tls);
  credentials->SetAuthMetadataProcessor(MakeMethodFilter(methods));
  return credentials;
}

void SetLimits(const ServerOptions& options, grpc::ServerBuilder& builder) {
  builder.SetMaxReceiveMessageSize(options.message_bytes_max);
  builder.SetMaxSendMessageSize(2 * options.message_bytes_max);
  builder.AddChannelArgument(GRPC_ARG_MAX_METADATA_SIZE,
                             options.metadata_bytes_max);
  builder.AddChannelArgument(GRPC_ARG_MAX_CONCURRENT_STREAMS,
                             options.streams_max);
  builder.AddChannelArgument(
      GRPC_ARG_MAX_CONNECTION_AGE_MS,
      static_cast<int>(absl::ToInt64Milliseconds(options.connection_age_max)));
  builder.AddChannelArgument(
      GRPC_ARG_MAX_CONNECTION_AGE_GRACE_MS,
      static_cast<int>(absl::ToInt64Milliseconds(options.connection_grace)));
  builder.AddChannelArgument(GRPC_ARG_SERVER_HANDSHAKE_TIMEOUT_MS,
                             kHandshakeTimeoutMs);
  grpc::ResourceQuota quota("entente");
  quota.Resize(static_cast<size_t>(options.memory_bytes_max));
  quota.SetMaxThreads(options.threads_max);
  builder.SetResourceQuota(quota);
  // A small compressed message may unfold into a huge one; ours gain little.
  builder.SetCompressionAlgorithmSupportStatus(GRPC_COMPRESS_DEFLATE, false);
  builder.SetCompressionAlgorithmSupportStatus(GRPC_COMPRESS_GZIP, false);
}

// Two servers must never share a port: the second would take half the calls.
void ListenAlone(grpc::ServerBuilder& builder) {
  builder.AddChannelArgument(GRPC_ARG_ALLOW_REUSEPORT, 0);
}

class ServerImpl : public Server {
 public:
  ServerImpl(ServerOptions options, gate::Gate& gate,
             std::shared_ptr<TlsIdentity> identity,
             std::shared_ptr<Revocation> revocation)
      : options_(std::move(options)),
        gate_(gate),
        identity_(std::move(identity)),
        revocation_(std::move(revocation)) {}
  ~ServerImpl() override { Shutdown(); }

  absl::Status Serve(const std::vector<grpc::Service*>& services);
  absl::Status ServeHealth(std::function<bool()> is_ready);

  int port() const override { return port_; }
  int health_port() const override { return health_port_; }
  void Shutdown() override;

 private:
  absl::Status Readiness() const;
  void Drain();
  void WatchFiles();
  void WatchPolicy();
  void WatchKeys();
  void WatchDenials();
  // Waits for the next round of a watcher; false when the server stops.
  bool AwaitRound() const { return !stop_.WaitFor(kWatchPeriod); }

  const ServerOptions options_;
  gate::Gate& gate_;
  const std::shared_ptr<TlsIdentity> identity_;
  const std::shared_ptr<Revocation> revocation_;
  int port_ = 0;
  int health_port_ = 0;
  // Answers UNIMPLEMENTED to everything but health; gRPC starts no server that
  // has its built-in health service alone.
  grpc::CallbackGenericService nothing_else_;
  std::unique_ptr<grpc::Server> server_;
  std::unique_ptr<grpc::Server> health_server_;
  std::function<bool()> is_ready_;
  std::thread files_watcher_;
  std::thread policy_watcher_;
  std::thread keys_watcher_;
  std::thread denials_watcher_;
  StopSignal stop_;
  std::once_flag shutdown_;
};

absl::Status ServerImpl::Serve(const std::vector<grpc::Service*>& services) {
  grpc::ServerBuilder builder;
  builder.SetOption(
      std::make_unique<grpc::HealthCheckServiceServerBuilderOption>(nullptr));
  builder.AddListeningPort(options_.listen,
                           MutualTls(identity_, gate_.methods(), revocation_),
                           &port_);
  ListenAlone(builder);
  SetLimits(options_, builder);
  std::vector<
      std::unique_ptr<grpc::experimental::ServerInterceptorFactoryInterface>>
      interceptors;
  interceptors.push_back(MakeUnreadableRequests(gate_));
  interceptors.push_back(MakeStreamMessages(gate_));
  builder.experimental().SetInterceptorCreators(std::move(interceptors));
  for (grpc::Service* service : services) builder.RegisterService(service);
  server_ = builder.BuildAndStart();
  if (server_ == nullptr || port_ == 0) return CannotListen(options_.listen);
  policy_watcher_ = std::thread([this] { WatchPolicy(); });
  keys_watcher_ = std::thread([this] { WatchKeys(); });
  denials_watcher_ = std::thread([this] { WatchDenials(); });
  return absl::OkStatus();
}

absl::Status ServerImpl::ServeHealth(std::function<bool()> is_ready) {
  is_ready_ = std::move(is_ready);
  if (options_.health_listen.empty()) {
    files_watcher_ = std::thread([this] { WatchFiles(); });
    return absl::OkStatus();
  }
  grpc::EnableDefaultHealthCheckService(true);
  grpc::ServerBuilder builder;
  builder.AddListeningPort(options_.health_listen,
                           grpc::InsecureServerCredentials(), &health_port_);
  ListenAlone(builder);
  builder.RegisterCallbackGenericService(&nothing_else_);
  builder.AddChannelArgument(GRPC_ARG_MAX_CONCURRENT_STREAMS, 16);
  builder.SetMaxReceiveMessageSize(4096);
  health_server_ = builder.BuildAndStart();
  if (health_server_ == nullptr || health_port_ == 0 ||
      health_server_->GetHealthCheckService() == nullptr) {
    return CannotListen(options_.health_listen);
  }
  health_server_->GetHealthCheckService()->SetServingStatus(Readiness().ok());
  files_watcher_ = std::thread([this] { WatchFiles(); });
  return absl::OkStatus();
}

// Threads of their own: a slow identity provider must delay nothing else.
void ServerImpl::WatchPolicy() {
  while (AwaitRound()) gate_.ReloadPolicyIfChanged();
}

void ServerImpl::WatchKeys() {
  while (AwaitRound()) gate_.RefreshKeysIfDue();
}

void ServerImpl::WatchDenials() {
  while (AwaitRound()) gate_.RecordCountedDenials();
}

absl::Status ServerImpl::Readiness() const {
  return CheckReadiness(*identity_, revocation_.get(), is_ready_);
}

void ServerImpl::WatchFiles() {
  bool was_ready = true;
  while (AwaitRound()) {
    // Here, since nothing here waits for a provider or for the access log.
    gate_.CancelStreamsWithoutRight();
    // Both log their refusal; what is in use serves until its end.
    identity_->ReloadIfChanged().IgnoreError();
    if (revocation_ != nullptr) revocation_->ReloadIfChanged().IgnoreError();
    const absl::Status readiness = Readiness();
    const bool is_ready = readiness.ok();
    if (health_server_ != nullptr) {
      health_server_->GetHealthCheckService()->SetServingStatus(is_ready);
    }
    if (is_ready && !was_ready) LogInfo("ready");
    if (!is_ready && was_ready) {
      LogError("not_ready", {{"cause", std::string(readiness.message())}});
    }
    was_ready = is_ready;
  }
}

void ServerImpl::Shutdown() {
  std::call_once(shutdown_, [this] { Drain(); });
}

void ServerImpl::Drain() {
  stop_.Stop();
  // Not serving first: whoever balances load stops sending before we refuse. It
  // stays so, whatever a watch that is under way says afterwards.
  if (health_server_ != nullptr) {
    health_server_->GetHealthCheckService()->Shutdown();
  }
  if (server_ != nullptr) {
    server_->Shutdown(absl::ToChronoTime(absl::Now() + options_.drain_timeout));
    server_->Wait();
  }
  // Only now: a watch may hang on a slow provider of keys.
  if (files_watcher_.joinable()) files_watcher_.join();
  if (policy_watcher_.joinable()) policy_watcher_.join();
  if (keys_watcher_.joinable()) keys_watcher_.join();
  if (denials_watcher_.joinable()) denials_watcher_.join();
  if (server_ != nullptr) {
    gate_.RecordCountedDenials(absl::InfiniteFuture());
  }
  if (health_server_ != nullptr) {
    health_server_->Shutdown(absl::ToChronoTime(absl::Now()));
    health_server_->Wait();
  }
  RemovePortFile(options_.port_file);
}

}  // namespace

absl::StatusOr<std::unique_ptr<Server>> Server::Start(
    const ServerOptions& options, gate::Gate& gate,
    const std::vector<grpc::Service*>& services,
    std::function<bool()> is_ready) {
  ENTENTE_RETURN_IF_ERROR(CheckAddress(options.listen));
  if (!options.health_listen.empty()) {
    ENTENTE_RETURN_IF_ERROR(CheckAddress(options.health_listen));
  }
  // Certificates live in the machine's time, whatever the gate's clock says.
  static const SystemClock* const kClock = new SystemClock;
  ENTENTE_ASSIGN_OR_RETURN(std::shared_ptr<TlsIdentity> identity,
                           TlsIdentity::Open(options.tls, *kClock));
  if (gate.options().max_streams > options.threads_max / 2) {
    return Refuse("Streams may hold at most half of the threads.");
  }
  std::shared_ptr<Revocation> revocation;
  if (!options.tls.crl.empty()) {
    ENTENTE_ASSIGN_OR_RETURN(
        revocation, Revocation::Open(options.tls.crl, options.tls.ca, *kClock));
    gate.SetRevocation(revocation);
  }
  SetUpLog(gate.options().name, options.log_level);
  if (revocation == nullptr) {
    LogWarning("no_revocation_lists",
               {{"consequence",
                 "a certificate that its authority took back is accepted until "
                 "it ends; name the lists with --tls-crl"}});
  }
  auto server = std::make_unique<ServerImpl>(options, gate, std::move(identity),
                                             std::move(revocation));
  ENTENTE_RETURN_IF_ERROR(server->Serve(services));
  ENTENTE_RETURN_IF_ERROR(server->ServeHealth(std::move(is_ready)));
  ENTENTE_RETURN_IF_ERROR(
      WritePortFile(options.port_file, server->port(), server->health_port()));
  LogInfo("serving", {{"service", gate.options().name},
                      {"port", absl::StrCat(server->port())},
                      {"health_port", absl::StrCat(server->health_port())}});
  return server;
}

void BlockTerminationSignals() {
  sigset_t signals;
  sigemptyset(&signals);
  sigaddset(&signals, SIGTERM);
  sigaddset(&signals, SIGINT);
  pthread_sigmask(SIG_BLOCK, &signals, nullptr);
  // A client that hangs up must not end the service.
  signal(SIGPIPE, SIG_IGN);
}

int RunUntilSignal(Server& server) {
  sigset_t signals;
  sigemptyset(&signals);
  sigaddset(&signals, SIGTERM);
  sigaddset(&signals, SIGINT);
  int received = 0;
  sigwait(&signals, &received);
  LogInfo("draining", {{"signal", absl::StrCat(received)}});
  server.Shutdown();
  LogInfo("stopped");
  return 0;
}

}  // namespace entente::server
