#include "services/common/server/server_flags.h"

#include <cstdio>
#include <string>

#include "CLI/Config.hpp"
#include "CLI/Formatter.hpp"
#include "services/common/gate/claim_path.h"
#include "services/common/gate/token_issuer.h"

namespace entente::server {

void AddServerFlags(CLI::App& app, ServerOptions& options,
                    gate::GateOptions& gate_options) {
  gate_options.token_rules.issuer = gate::kDevIssuer;
  gate_options.token_rules.audience = gate::kDevAudience;
  app.add_option("--listen", options.listen,
                 "Address for calls, host:port; port 0 takes a free one")
      ->capture_default_str();
  app.add_option("--health-listen", options.health_listen,
                 "Plaintext address for health checks only; empty for none")
      ->capture_default_str();
  app.add_option("--port-file", options.port_file,
                 "File that receives the ports in use, as JSON");
  app.add_option_function<std::string>(
         "--tls-dir",
         [&options](const std::string& dir) {
           TlsFiles files = TlsFiles::In(dir);
           files.crl = options.tls.crl;
           options.tls = std::move(files);
         },
         "Folder with ca.crt, tls.crt and tls.key")
      ->excludes(
          app.add_option("--tls-ca", options.tls.ca, "Authority certificate"))
      ->excludes(
          app.add_option("--tls-cert", options.tls.cert, "Own certificate"))
      ->excludes(app.add_option("--tls-key", options.tls.key, "Own key"));
  app.add_option("--tls-crl", options.tls.crl,
                 "Revocation lists of the authority, a PEM file or a folder; "
                 "missing or outdated lists refuse every caller and every "
                 "service that is called");
  app.add_option("--jwks", gate_options.jwks_path,
                 "Key set of the identity provider: JWKS file or https address")
      ->required();
  app.add_option("--jwks-ca", gate_options.jwks_ca,
                 "Authorities of the server of that address (PEM file); "
                 "without it, those of the machine");
  app.add_option("--issuer", gate_options.token_rules.issuer,
                 "Issuer of the tokens")
      ->capture_default_str();
  app.add_option("--audience", gate_options.token_rules.audience,
                 "Audience of the tokens")
      ->capture_default_str();
  app.add_flag_callback(
      "--tokens-without-nbf",
      [&gate_options] { gate_options.token_rules.is_nbf_required = false; },
      "Accept tokens that state no nbf (Keycloak's default)");
  app.add_option_function<std::string>(
         "--roles-claim",
         [&gate_options](const std::string& text) {
           auto path = gate::ParseClaimPath(text);
           if (!path.ok()) {
             throw CLI::ValidationError("--roles-claim",
                                        std::string(path.status().message()));
           }
           gate_options.token_rules.roles_claim = *std::move(path);
         },
         "Where the roles stand in a token, names joined by dots")
      ->default_str("realm_access.roles");
  app.add_option("--policy", gate_options.policy_path,
                 "Policy file (textproto)")
      ->required();
  app.add_flag("--older-policy", gate_options.policy_mark.is_older_meant,
               "Accept at this start a policy of an older version than was in "
               "force on these data");
  app.add_option_function<std::string>(
         "--data",
         [&options, &gate_options](const std::string& dir) {
           options.data_dir = dir;
           gate_options.policy_mark.dir = dir;
         },
         "Folder of the store")
      ->required();
  app.add_option("--log-level", options.log_level, "Least level to log")
      ->check(CLI::IsMember({"trace", "debug", "info", "warn", "error"}))
      ->capture_default_str();
}

int ExitWith(const absl::Status& status) {
  std::fprintf(stderr, "%s\n", std::string(status.message()).c_str());
  return 1;
}

}  // namespace entente::server
