// The process around the services: one mutual-TLS port, one plaintext health
// port, limits, graceful drain.
#ifndef SERVICES_COMMON_SERVER_SERVER_H_
#define SERVICES_COMMON_SERVER_SERVER_H_

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "grpcpp/grpcpp.h"
#include "services/common/base/clock.h"
#include "services/common/channel/tls_files.h"
#include "services/common/gate/gate.h"

namespace entente::server {

struct ServerOptions {
  // "host:port"; port 0 takes a free one.
  std::string listen = "127.0.0.1:0";
  // Plaintext, serves grpc.health.v1 only; loopback unless told otherwise.
  // Empty: no health port.
  std::string health_listen = "127.0.0.1:0";
  TlsFiles tls;
  // Written once serving: {"port":N,"health_port":N,"pid":N}. Empty: none.
  std::string port_file;
  // Folder of the service's store.
  std::string data_dir;
  // "trace", "debug", "info", "warn" or "error".
  std::string log_level = "info";

  // A batch of 8192 rows is under 2 MiB; documents are under 4 MiB.
  int message_bytes_max = 8 * 1024 * 1024;
  // An 8 KiB token, an AccessContext and the rest.
  int metadata_bytes_max = 16 * 1024;
  // Per connection; further calls of the client wait.
  int streams_max = 100;
  // Handlers block on fsync: more threads than cores. Room for 64 callers at
  // once beside the threads that poll; a caller that finds none is refused.
  int threads_max = 128;
  int64_t memory_bytes_max = int64_t{512} * 1024 * 1024;
  // A connection as old as this (a tenth more or less) takes no further calls;
  // clients open another by themselves and no call fails. So certificates and
  // authorities are judged anew by a handshake within the hour.
  absl::Duration connection_age_max = absl::Hours(1);
  // Streams that are still open this long after it are ended as UNAVAILABLE: a
  // person's has met the end of its token before, ten minutes and a leeway.
  absl::Duration connection_grace = absl::Minutes(15);
  // Calls still running this long after SIGTERM are cancelled.
  absl::Duration drain_timeout = absl::Seconds(10);
};

// Owns the listeners. The gate and the services outlive it. Thread-safe.
class Server {
 public:
  // Starts serving. `is_ready` (may be empty) is asked once a second from a
  // thread of the server: health follows it, e.g.
  // [&] { return store->IsWritable(); }, and goes off as well when the TLS
  // files go bad, while the pair in use keeps serving. Renewed files are served
  // to new handshakes within about two seconds. Another thread has the gate
  // reload policy and keys. Errors:
  // FAILED_PRECONDITION with a sentence: port in use, address malformed, TLS
  // file missing or open to others.
  static absl::StatusOr<std::unique_ptr<Server>> Start(
      const ServerOptions& options, gate::Gate& gate,
      const std::vector<grpc::Service*>& services,
      std::function<bool()> is_ready = nullptr);

  virtual ~Server() = default;

  // Ports in use, also when 0 was asked for; health_port is 0 without one.
  virtual int port() const = 0;
  virtual int health_port() const = 0;

  // Drains: NOT_SERVING, refuses new calls, finishes running ones within
  // drain_timeout. Idempotent; the destructor calls it.
  virtual void Shutdown() = 0;
};

// Blocks SIGTERM and SIGINT in this thread and all threads it starts later:
// call it first in main, before anything starts a thread.
void BlockTerminationSignals();

// Waits for SIGTERM or SIGINT, drains `server`, returns 0.
int RunUntilSignal(Server& server);

}  // namespace entente::server

#endif  // SERVICES_COMMON_SERVER_SERVER_H_
