#include "tools/client/policy_path.h"

#include <unistd.h>

#include "absl/strings/str_cat.h"

namespace entente::client {

std::string PolicyPath(const ClientConfig& config, const std::string& flag) {
  if (!flag.empty()) return flag;
  const std::string own = absl::StrCat(config.home, "/policy.textproto");
  if (access(own.c_str(), F_OK) == 0) return own;
  return "deploy/dev/policy.textproto";
}

void AddPolicyFlag(Command& command, std::string& value) {
  command
      .Option(
          "--policy", value,
          {"Policy of the deployment; <home>/policy.textproto, else that of "
           "a local run.",
           "Politique du déploiement ; <home>/policy.textproto, sinon celle "
           "d'un essai local.",
           "Beleid van de installatie; <home>/policy.textproto, anders dat "
           "van een lokale proef."})
      ->option_text("FILE");
}

}  // namespace entente::client
