#include "services/witness/https_server.h"

#include <microhttpd.h>
#include <netdb.h>
#include <sys/socket.h>

#include <utility>

#include "absl/strings/str_cat.h"
#include "services/common/audit/add_checkpoint.h"
#include "services/common/base/error.h"
#include "services/common/base/regular_file.h"
#include "services/witness/connection_limit.h"

namespace entente::witness {
namespace {

// A log asks once an hour, and a witness serves some dozens of them.
constexpr unsigned int kThreads = 4;
constexpr unsigned int kConnectionsMax = 256;
constexpr unsigned int kConnectionsOfOneAddressMax = 16;
// Without a byte from the client, in seconds.
constexpr unsigned int kSilenceMax = 10;
// Of one connection, for headers and buffers, in bytes.
constexpr size_t kMemoryMax = 32 * 1024;
// Of a certificate chain or a key.
constexpr size_t kPemBytesMax = 1024 * 1024;
constexpr char kTlsVersions[] = "NORMAL:-VERS-ALL:+VERS-TLS1.3:+VERS-TLS1.2";

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

absl::Status TlsUnreadable(const std::string& path) {
  return Refuse(
      "TLS_UNREADABLE",
      {.en = absl::StrCat(path,
                          " cannot be read, or is a key that others may read; "
                          "see --tls-dir."),
       .fr = absl::StrCat(path,
                          " est illisible, ou est une clé que d'autres peuvent "
                          "lire ; voir --tls-dir."),
       .nl = absl::StrCat(path,
                          " is onleesbaar, of is een sleutel die anderen "
                          "mogen lezen; zie --tls-dir.")});
}

absl::Status CannotStart(const std::string& listen) {
  return Refuse(
      "LISTEN_REFUSED",
      {.en = absl::StrCat("Cannot serve on ", listen,
                          ": the port is in use, the address is not of this "
                          "machine, or certificate and key do not match."),
       .fr = absl::StrCat("Impossible de servir sur ", listen,
                          " : le port est occupé, l'adresse n'est pas de cette "
                          "machine, ou le certificat et la clé ne vont pas "
                          "ensemble."),
       .nl = absl::StrCat("Kan niet dienen op ", listen,
                          ": de poort is bezet, het adres is niet van deze "
                          "machine, of certificaat en sleutel passen niet "
                          "bij elkaar.")});
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

absl::StatusOr<std::string> ReadPem(const std::string& path, bool is_secret) {
  absl::StatusOr<RegularFile> file = ReadRegularFile(path, kPemBytesMax);
  if (!file.ok() || file->bytes.empty() || file->bytes.size() > kPemBytesMax ||
      (is_secret && (file->mode & 077) != 0)) {
    return TlsUnreadable(path);
  }
  return std::move(file->bytes);
}

// What came of a request so far.
struct Upload {
  std::string body;
  bool is_too_large = false;
};

MHD_Result Reply(MHD_Connection* connection, const Answer& answer) {
  MHD_Response* const response = MHD_create_response_from_buffer(
      answer.body.size(), const_cast<char*>(answer.body.data()),
      MHD_RESPMEM_MUST_COPY);
  if (response == nullptr) return MHD_NO;
  MHD_add_response_header(response, MHD_HTTP_HEADER_CONTENT_TYPE,
                          answer.content_type.c_str());
  const MHD_Result queued = MHD_queue_response(
      connection, static_cast<unsigned int>(answer.status), response);
  MHD_destroy_response(response);
  return queued;
}

class ServerImpl final : public HttpsServer {
 public:
  ServerImpl(std::function<Answer(absl::string_view)> answer,
             absl::Duration connection_max)
      : answer_(std::move(answer)), limit_(connection_max) {}
  ~ServerImpl() override {
    if (daemon_ != nullptr) MHD_stop_daemon(daemon_);
  }

  bool Listen(const sockaddr* address, const std::string& cert,
              const std::string& key) {
    daemon_ = MHD_start_daemon(
        MHD_USE_AUTO_INTERNAL_THREAD | MHD_USE_TLS |
            (address->sa_family == AF_INET6 ? MHD_USE_IPv6 : MHD_NO_FLAG),
        0, nullptr, nullptr, &ServerImpl::Handle, this,  //
        MHD_OPTION_SOCK_ADDR, address,                   //
        MHD_OPTION_HTTPS_MEM_CERT, cert.c_str(),         //
        MHD_OPTION_HTTPS_MEM_KEY, key.c_str(),           //
        MHD_OPTION_HTTPS_PRIORITIES, kTlsVersions,       //
        MHD_OPTION_THREAD_POOL_SIZE, kThreads,           //
        MHD_OPTION_CONNECTION_LIMIT, kConnectionsMax,    //
        MHD_OPTION_PER_IP_CONNECTION_LIMIT, kConnectionsOfOneAddressMax,
        MHD_OPTION_CONNECTION_TIMEOUT, kSilenceMax,  //
        MHD_OPTION_CONNECTION_MEMORY_LIMIT, kMemoryMax,
        MHD_OPTION_STRICT_FOR_CLIENT, 1,  //
        MHD_OPTION_NOTIFY_COMPLETED, &ServerImpl::Forget, nullptr,
        MHD_OPTION_NOTIFY_CONNECTION, &ServerImpl::Watch, this,  //
        MHD_OPTION_END);
    return daemon_ != nullptr;
  }

  int port() const override {
    const MHD_DaemonInfo* const info =
        MHD_get_daemon_info(daemon_, MHD_DAEMON_INFO_BIND_PORT);
    return info == nullptr ? 0 : info->port;
  }

 private:
  // Called for the headers, for each part of the body, and at its end.
  static MHD_Result Handle(void* self, MHD_Connection* connection,
                           const char* url, const char* method, const char*,
                           const char* data, size_t* size, void** state) {
    if (*state == nullptr) {
      *state = new Upload;
      return MHD_YES;
    }
    auto* const upload = static_cast<Upload*>(*state);
    if (*size > 0) {
      upload->is_too_large |=
          upload->body.size() + *size > audit::kAddCheckpointBytesMax;
      if (!upload->is_too_large) upload->body.append(data, *size);
      *size = 0;
      return MHD_YES;
    }
    if (absl::string_view(url) != audit::kAddCheckpointPath) {
      return Reply(connection, {.status = 404, .body = "No such address.\n"});
    }
    if (absl::string_view(method) != "POST") {
      return Reply(connection, {.status = 405, .body = "Only POST.\n"});
    }
    if (upload->is_too_large) {
      return Reply(connection, {.status = 413, .body = "Too long.\n"});
    }
    return Reply(connection,
                 static_cast<ServerImpl*>(self)->answer_(upload->body));
  }

  static void Forget(void*, MHD_Connection*, void** state,
                     MHD_RequestTerminationCode) {
    delete static_cast<Upload*>(*state);
    *state = nullptr;
  }

  // Called before a socket is closed, too.
  static void Watch(void* self, MHD_Connection* connection, void**,
                    MHD_ConnectionNotificationCode code) {
    const MHD_ConnectionInfo* const info =
        MHD_get_connection_info(connection, MHD_CONNECTION_INFO_CONNECTION_FD);
    if (info == nullptr) return;
    ConnectionLimit& limit = static_cast<ServerImpl*>(self)->limit_;
    if (code == MHD_CONNECTION_NOTIFY_STARTED) {
      limit.Opened(info->connect_fd);
    } else {
      limit.Closed(info->connect_fd);
    }
  }

  const std::function<Answer(absl::string_view)> answer_;
  // Outlives the daemon, which the destructor stops.
  ConnectionLimit limit_;
  MHD_Daemon* daemon_ = nullptr;
};

}  // namespace

absl::StatusOr<std::unique_ptr<HttpsServer>> HttpsServer::Start(
    const ServerOptions& options,
    std::function<Answer(absl::string_view body)> answer) {
  ENTENTE_ASSIGN_OR_RETURN(const Addresses addresses, Resolve(options.listen));
  ENTENTE_ASSIGN_OR_RETURN(const std::string cert,
                           ReadPem(options.cert, false));
  ENTENTE_ASSIGN_OR_RETURN(const std::string key, ReadPem(options.key, true));
  auto server =
      std::make_unique<ServerImpl>(std::move(answer), options.connection_max);
  if (!server->Listen(addresses->ai_addr, cert, key)) {
    return CannotStart(options.listen);
  }
  return server;
}

}  // namespace entente::witness
