#include "services/witness/https_server.h"

#include <netdb.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <list>
#include <thread>
#include <utility>

#include "absl/strings/str_cat.h"
#include "services/common/base/clock.h"
#include "services/common/base/error.h"
#include "services/common/base/log.h"
#include "services/common/base/regular_file.h"
#include "services/common/base/stop_signal.h"
#include "services/common/channel/tls_identity.h"
#include "services/witness/connection_limit.h"
#include "services/witness/https_daemon.h"

namespace entente::witness {
namespace {

// Of a certificate chain and its key.
constexpr size_t kPairBytesMax = 3 * 1024 * 1024;
constexpr int kBacklog = 128;

using Addresses = std::unique_ptr<addrinfo, decltype(&freeaddrinfo)>;

absl::Status Refuse(const std::string& reason, Sentence sentence) {
  return MakeError(absl::StatusCode::kFailedPrecondition,
                   {.reason = reason,
                    .field = "",
                    .metadata = {},
                    .sentence = std::move(sentence)});
}

absl::Status ListenMalformed(const std::string& listen) {
  return Refuse("LISTEN_MALFORMED",
                {.en = absl::StrCat("The address ", listen,
                                    " is not of the form 127.0.0.1:8443."),
                 .fr = absl::StrCat("L'adresse ", listen,
                                    " n'est pas de la forme 127.0.0.1:8443."),
                 .nl = absl::StrCat("Het adres ", listen,
                                    " is niet van de vorm 127.0.0.1:8443.")});
}

// What exactly is wrong stands in the log, in its language.
absl::Status TlsUnreadable(const ServerOptions& options) {
  const std::string files = absl::StrCat(options.cert, ", ", options.key);
  return Refuse(
      "TLS_UNREADABLE",
      {.en = absl::StrCat(files,
                          ": missing, cut off, expired, not a pair, or a key "
                          "that others may read (tls_files_refused in the log "
                          "says which); see --tls-dir."),
       .fr = absl::StrCat(files,
                          " : absents, tronqués, expirés, pas une paire, ou "
                          "une clé que d'autres peuvent lire "
                          "(tls_files_refused dans le journal dit quoi) ; "
                          "voyez --tls-dir."),
       .nl = absl::StrCat(files,
                          ": ontbreken, zijn afgekapt, vervallen, geen paar, "
                          "of een sleutel die anderen mogen lezen "
                          "(tls_files_refused in de log zegt wat); zie "
                          "--tls-dir.")});
}

absl::Status CannotStart(const std::string& listen) {
  return Refuse(
      "LISTEN_REFUSED",
      {.en = absl::StrCat("Cannot serve on ", listen,
                          ": the port is in use, or the address is not of "
                          "this machine."),
       .fr = absl::StrCat("Impossible de servir sur ", listen,
                          " : le port est occupé, ou l'adresse n'est pas de "
                          "cette machine."),
       .nl = absl::StrCat("Kan niet dienen op ", listen,
                          ": de poort is bezet, of het adres is niet van "
                          "deze machine.")});
}

absl::StatusOr<Addresses> Resolve(const std::string& listen) {
  const size_t colon = listen.rfind(':');
  if (colon == std::string::npos || colon == 0) return ListenMalformed(listen);
  std::string host = listen.substr(0, colon);
  if (host.front() == '[' && host.back() == ']') {
    host = host.substr(1, host.size() - 2);
  }
  addrinfo hints{};
  hints.ai_flags = AI_NUMERICHOST | AI_NUMERICSERV | AI_PASSIVE;
  hints.ai_socktype = SOCK_STREAM;
  addrinfo* found = nullptr;
  if (getaddrinfo(host.c_str(), listen.substr(colon + 1).c_str(), &hints,
                  &found) != 0) {
    return ListenMalformed(listen);
  }
  return Addresses(found, freeaddrinfo);
}

// A socket that is closed with it.
class Listener {
 public:
  // Listens, unless the address cannot be had.
  explicit Listener(const addrinfo& address)
      : socket_(socket(address.ai_family,
                       SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0)) {
    const int yes = 1;
    if (socket_ < 0) return;
    setsockopt(socket_, SOL_SOCKET, SO_REUSEADDR, &yes, sizeof(yes));
    if (address.ai_family == AF_INET6) {
      setsockopt(socket_, IPPROTO_IPV6, IPV6_V6ONLY, &yes, sizeof(yes));
    }
    is_listening_ = bind(socket_, address.ai_addr, address.ai_addrlen) == 0 &&
                    listen(socket_, kBacklog) == 0;
  }
  ~Listener() {
    if (socket_ >= 0) close(socket_);
  }
  Listener(const Listener&) = delete;
  Listener& operator=(const Listener&) = delete;

  bool is_listening() const { return is_listening_; }
  int socket_number() const { return socket_; }
  int port() const {
    sockaddr_storage address{};
    socklen_t size = sizeof(address);
    if (getsockname(socket_, reinterpret_cast<sockaddr*>(&address), &size) !=
        0) {
      return 0;
    }
    return ntohs(address.ss_family == AF_INET6
                     ? reinterpret_cast<sockaddr_in6*>(&address)->sin6_port
                     : reinterpret_cast<sockaddr_in*>(&address)->sin_port);
  }

 private:
  const int socket_;
  bool is_listening_ = false;
};

// The daemon of the certificate in use, and those before it that still have
// connections.
class ServerImpl final : public HttpsServer {
 public:
  ServerImpl(std::function<Answer(absl::string_view)> answer,
             const ServerOptions& options, const addrinfo& address,
             std::unique_ptr<TlsIdentity> identity)
      : limit_(options.connection_max),
        duties_{std::move(answer), limit_},
        listener_(address),
        identity_(std::move(identity)),
        reload_every_(options.reload_every) {}
  ~ServerImpl() override {
    stop_.Stop();
    if (thread_.joinable()) thread_.join();
  }

  bool Serve() {
    if (!listener_.is_listening() || !TakePair()) return false;
    thread_ = std::thread([this] {
      while (!stop_.WaitFor(reload_every_)) Reload();
    });
    return true;
  }

  int port() const override { return listener_.port(); }

 private:
  // Serves new connections by the pair that the identity has now.
  bool TakePair() {
    const absl::StatusOr<RegularFile> pair =
        ReadRegularFile(identity_->pair_path(), kPairBytesMax);
    if (!pair.ok()) return false;
    if (pair->bytes == pair_) return true;
    // First the new one, so that at no moment nobody listens.
    std::unique_ptr<HttpsDaemon> next =
        HttpsDaemon::Start(listener_.socket_number(), pair->bytes, duties_);
    if (next == nullptr) {
      // Said once; tried again, since the fault may be the machine's.
      if (pair->bytes != refused_) LogError("tls_pair_not_served");
      refused_ = pair->bytes;
      return false;
    }
    if (daemon_ != nullptr) {
      daemon_->Retire();
      retired_.push_back(std::move(daemon_));
    }
    daemon_ = std::move(next);
    pair_ = pair->bytes;
    return true;
  }

  void Reload() {
    retired_.remove_if([](const auto& daemon) { return daemon->IsIdle(); });
    // Bad files have an alarm of their own, and change nothing.
    if (!identity_->ReloadIfChanged().ok()) return;
    TakePair();
  }

  // Outlives the daemons.
  ConnectionLimit limit_;
  HttpsDuties duties_;
  const Listener listener_;
  const std::unique_ptr<TlsIdentity> identity_;
  const absl::Duration reload_every_;
  // Of the thread, once it runs.
  std::string pair_;
  // Tried once: what the TLS library does not take, it takes no better later.
  std::string refused_;
  std::unique_ptr<HttpsDaemon> daemon_;
  std::list<std::unique_ptr<HttpsDaemon>> retired_;
  StopSignal stop_;
  std::thread thread_;
};

// Certificates live in the machine's time.
const Clock& MachineClock() {
  static const auto* const kClock = new SystemClock;
  return *kClock;
}

}  // namespace

absl::StatusOr<std::unique_ptr<HttpsServer>> HttpsServer::Start(
    const ServerOptions& options,
    std::function<Answer(absl::string_view body)> answer) {
  ENTENTE_ASSIGN_OR_RETURN(const Addresses addresses, Resolve(options.listen));
  absl::StatusOr<std::unique_ptr<TlsIdentity>> identity =
      TlsIdentity::OpenWithoutAuthorities(options.cert, options.key,
                                          MachineClock());
  if (!identity.ok()) {
    LogError("tls_files_refused",
             {{"cause", std::string(identity.status().message())}});
    return TlsUnreadable(options);
  }
  auto server = std::make_unique<ServerImpl>(std::move(answer), options,
                                             *addresses, *std::move(identity));
  if (!server->Serve()) return CannotStart(options.listen);
  return server;
}

}  // namespace entente::witness
