// What the client knows about its installation: a folder (".entente") with
//
//   client.json              {"municipality": "21004",
//                             "convention": "municipalities/…",
//                             "trust_domain": "entente.local",
//                             "targets": {"conventions": "host:port", …}}
//                            every key optional
//   pki/cli/                 the client's certificate
//   run/<service>.json       {"port": N}, written by a local service
//   session/                 logins, see login_store.h
#ifndef TOOLS_CLIENT_CLIENT_CONFIG_H_
#define TOOLS_CLIENT_CLIENT_CONFIG_H_

#include <map>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"

namespace entente::client {

struct ClientConfig {
  // The folder.
  std::string home = ".entente";
  // Municipality and convention that commands mean when none is named; empty
  // when not set.
  std::string municipality = {};
  std::string convention = {};
  std::string trust_domain = "entente.local";
  // "host:port" by service; wins over port files.
  std::map<std::string, std::string> targets = {};
  // The same for this run alone: wins over both, is never written.
  std::map<std::string, std::string> run_targets = {};

  // Reads `home`/client.json; without one, the defaults. Errors:
  // FAILED_PRECONDITION / CLIENT_CONFIG_INVALID naming the file.
  static absl::StatusOr<ClientConfig> Load(const std::string& home);

  // Stops meaning `name`, and its municipality unless that `has_others`.
  void Forget(const std::string& name, bool has_others);

  // Writes `home`/client.json. Errors: FAILED_PRECONDITION / FILE_UNWRITABLE.
  absl::Status Save() const;

  // Where `service` listens. Errors: FAILED_PRECONDITION /
  // SERVICE_ADDRESS_UNKNOWN naming the port file.
  absl::StatusOr<std::string> TargetOf(const std::string& service) const;
};

}  // namespace entente::client

#endif  // TOOLS_CLIENT_CLIENT_CONFIG_H_
