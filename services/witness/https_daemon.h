// One libmicrohttpd daemon: POST /add-checkpoint over TLS with one certificate,
// on a socket that it shares with its predecessor and its successor, since its
// certificate cannot be exchanged.
#ifndef SERVICES_WITNESS_HTTPS_DAEMON_H_
#define SERVICES_WITNESS_HTTPS_DAEMON_H_

#include <functional>
#include <memory>
#include <string>

#include "absl/strings/string_view.h"
#include "services/witness/connection_limit.h"
#include "services/witness/witness_rules.h"

struct MHD_Daemon;

namespace entente::witness {

// What every daemon of a server does; outlives them.
struct HttpsDuties {
  // Called with the body of a request, from several threads.
  std::function<Answer(absl::string_view body)> answer;
  ConnectionLimit& limit;
};

// Not thread-safe.
class HttpsDaemon {
 public:
  // Serves connections of `listener`, which stays the caller's, by `pair`: the
  // private key and the certificate chain in PEM. Null when libmicrohttpd
  // refuses them.
  static std::unique_ptr<HttpsDaemon> Start(int listener,
                                            const std::string& pair,
                                            HttpsDuties& duties);
  // Ends what connections there are.
  ~HttpsDaemon();
  HttpsDaemon(const HttpsDaemon&) = delete;
  HttpsDaemon& operator=(const HttpsDaemon&) = delete;

  // Takes no further connection; those that it has go on.
  void Retire();
  // Whether no connection is left.
  bool IsIdle() const;

 private:
  explicit HttpsDaemon(MHD_Daemon* daemon) : daemon_(daemon) {}

  MHD_Daemon* const daemon_;
  // To be closed when it is stopped; -1 while it listens.
  int retired_listener_ = -1;
};

}  // namespace entente::witness

#endif  // SERVICES_WITNESS_HTTPS_DAEMON_H_
