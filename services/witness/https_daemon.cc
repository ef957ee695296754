#include "services/witness/https_daemon.h"

#include <fcntl.h>
#include <microhttpd.h>
#include <unistd.h>

#include "services/common/audit/add_checkpoint.h"

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
constexpr char kTlsVersions[] = "NORMAL:-VERS-ALL:+VERS-TLS1.3:+VERS-TLS1.2";

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

// Called for the headers, for each part of the body, and at its end.
MHD_Result Handle(void* duties, MHD_Connection* connection, const char* url,
                  const char* method, const char*, const char* data,
                  size_t* size, void** state) {
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
               static_cast<HttpsDuties*>(duties)->answer(upload->body));
}

void Forget(void*, MHD_Connection*, void** state, MHD_RequestTerminationCode) {
  delete static_cast<Upload*>(*state);
  *state = nullptr;
}

// Called before a socket is closed, too.
void Watch(void* duties, MHD_Connection* connection, void**,
           MHD_ConnectionNotificationCode code) {
  const MHD_ConnectionInfo* const info =
      MHD_get_connection_info(connection, MHD_CONNECTION_INFO_CONNECTION_FD);
  if (info == nullptr) return;
  ConnectionLimit& limit = static_cast<HttpsDuties*>(duties)->limit;
  if (code == MHD_CONNECTION_NOTIFY_STARTED) {
    limit.Opened(info->connect_fd);
  } else {
    limit.Closed(info->connect_fd);
  }
}

}  // namespace

std::unique_ptr<HttpsDaemon> HttpsDaemon::Start(int listener,
                                                const std::string& pair,
                                                HttpsDuties& duties) {
  // Its own, which it closes when it is stopped.
  const int own = fcntl(listener, F_DUPFD_CLOEXEC, 0);
  if (own < 0) return nullptr;
  MHD_Daemon* const daemon = MHD_start_daemon(
      MHD_USE_AUTO_INTERNAL_THREAD | MHD_USE_TLS | MHD_USE_ITC, 0, nullptr,
      nullptr, &Handle, &duties,                  //
      MHD_OPTION_LISTEN_SOCKET, own,              //
      MHD_OPTION_HTTPS_MEM_CERT, pair.c_str(),    //
      MHD_OPTION_HTTPS_MEM_KEY, pair.c_str(),     //
      MHD_OPTION_HTTPS_PRIORITIES, kTlsVersions,  //
      MHD_OPTION_THREAD_POOL_SIZE, kThreads,      //
      MHD_OPTION_CONNECTION_LIMIT, kConnectionsMax,
      MHD_OPTION_PER_IP_CONNECTION_LIMIT, kConnectionsOfOneAddressMax,
      MHD_OPTION_CONNECTION_TIMEOUT, kSilenceMax,  //
      MHD_OPTION_CONNECTION_MEMORY_LIMIT, kMemoryMax,
      MHD_OPTION_STRICT_FOR_CLIENT, 1,  //
      MHD_OPTION_NOTIFY_COMPLETED, &Forget, nullptr,
      MHD_OPTION_NOTIFY_CONNECTION, &Watch, &duties, MHD_OPTION_END);
  if (daemon == nullptr) return nullptr;
  return std::unique_ptr<HttpsDaemon>(new HttpsDaemon(daemon));
}

HttpsDaemon::~HttpsDaemon() {
  MHD_stop_daemon(daemon_);
  if (retired_listener_ >= 0) close(retired_listener_);
}

void HttpsDaemon::Retire() {
  if (retired_listener_ < 0) retired_listener_ = MHD_quiesce_daemon(daemon_);
}

bool HttpsDaemon::IsIdle() const {
  const MHD_DaemonInfo* const info =
      MHD_get_daemon_info(daemon_, MHD_DAEMON_INFO_CURRENT_CONNECTIONS);
  return info != nullptr && info->num_connections == 0;
}

}  // namespace entente::witness
