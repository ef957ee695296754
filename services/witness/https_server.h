// The one address of a witness, POST /add-checkpoint over https. Everything
// that strangers may send is bounded: length, connections in all and of one
// address, silence, and the time of a connection in all.
#ifndef SERVICES_WITNESS_HTTPS_SERVER_H_
#define SERVICES_WITNESS_HTTPS_SERVER_H_

#include <functional>
#include <memory>
#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "services/witness/witness_rules.h"

namespace entente::witness {

struct ServerOptions {
  // "host:port", the host a numeric address (IPv6 in brackets); port 0 takes a
  // free one.
  std::string listen = "127.0.0.1:0";
  // PEM files: the certificate with its chain, and its key, closed to others.
  std::string cert;
  std::string key;
  // Of one connection from its first byte to its last, TLS included: a service
  // asks within seconds.
  absl::Duration connection_max = absl::Seconds(30);
  // How often the two files are looked at.
  absl::Duration reload_every = absl::Seconds(1);
};

// Thread-safe; the destructor waits for the calls that run.
//
// Renewed files are served to new connections as soon as they are sound and a
// pair (channel/tls_identity.h: alarm `tls_files_refused` otherwise, and what
// is in use stays); open connections go on. At no moment is the port closed.
class HttpsServer {
 public:
  // `answer` is called with the body of a request, from several threads. TLS
  // 1.2 or later. Errors: FAILED_PRECONDITION / LISTEN_MALFORMED,
  // LISTEN_REFUSED, TLS_UNREADABLE (also an expired certificate, a key open to
  // others or of another certificate).
  static absl::StatusOr<std::unique_ptr<HttpsServer>> Start(
      const ServerOptions& options,
      std::function<Answer(absl::string_view body)> answer);
  virtual ~HttpsServer() = default;
  // In use, also when 0 was asked for.
  virtual int port() const = 0;
};

}  // namespace entente::witness

#endif  // SERVICES_WITNESS_HTTPS_SERVER_H_
