#include "tools/client/client_config.h"

#include <fstream>
#include <sstream>

#include "absl/strings/str_cat.h"
#include "nlohmann/json.hpp"
#include "services/common/base/error.h"

namespace entente::client {
namespace {

using nlohmann::json;

absl::Status Failed(const std::string& reason, const Sentence& sentence) {
  return MakeError(absl::StatusCode::kFailedPrecondition,
                   {.reason = reason, .sentence = sentence});
}

absl::Status ConfigInvalid(const std::string& path) {
  return Failed(
      "CLIENT_CONFIG_INVALID",
      {absl::StrCat(path,
                    " is not a JSON object of strings; correct it or "
                    "delete it."),
       absl::StrCat(path,
                    " n'est pas un objet JSON de textes ; corrigez-le ou "
                    "supprimez-le."),
       absl::StrCat(path,
                    " is geen JSON-object van teksten; verbeter of "
                    "verwijder het.")});
}

// The content of `path`; discarded JSON when it cannot be read.
json ReadJson(const std::string& path) {
  std::ifstream file(path);
  return json::parse(file, nullptr, /*allow_exceptions=*/false);
}

}  // namespace

absl::StatusOr<ClientConfig> ClientConfig::Load(const std::string& home) {
  ClientConfig config;
  config.home = home;
  const std::string path = absl::StrCat(home, "/client.json");
  if (!std::ifstream(path)) return config;
  const json content = ReadJson(path);
  if (!content.is_object()) return ConfigInvalid(path);
  try {
    config.municipality = content.value("municipality", "");
    config.convention = content.value("convention", "");
    config.trust_domain = content.value("trust_domain", config.trust_domain);
    config.targets =
        content.value("targets", std::map<std::string, std::string>());
  } catch (const json::exception&) {
    return ConfigInvalid(path);
  }
  return config;
}

void ClientConfig::Forget(const std::string& name, bool has_others) {
  if (convention != name) return;
  convention.clear();
  if (!has_others) municipality.clear();
}

absl::Status ClientConfig::Save() const {
  json content = {{"trust_domain", trust_domain}};
  if (!municipality.empty()) content["municipality"] = municipality;
  if (!convention.empty()) content["convention"] = convention;
  if (!targets.empty()) content["targets"] = targets;
  const std::string path = absl::StrCat(home, "/client.json");
  std::ofstream file(path, std::ios::trunc);
  file << content.dump(2) << "\n";
  file.close();
  if (file) return absl::OkStatus();
  return Failed("FILE_UNWRITABLE",
                {absl::StrCat("Cannot write ", path, "."),
                 absl::StrCat("Impossible d'écrire ", path, "."),
                 absl::StrCat("Kan ", path, " niet schrijven.")});
}

absl::StatusOr<std::string> ClientConfig::TargetOf(
    const std::string& service) const {
  for (const auto* known : {&run_targets, &targets}) {
    const auto found = known->find(service);
    if (found != known->end()) return found->second;
  }
  const std::string path = absl::StrCat(home, "/run/", service, ".json");
  const json content = ReadJson(path);
  if (content.is_object() && content.contains("port") &&
      content["port"].is_number_integer()) {
    return absl::StrCat("127.0.0.1:", content["port"].get<int>());
  }
  return Failed(
      "SERVICE_ADDRESS_UNKNOWN",
      {absl::StrCat("The service ", service, " does not run here (no ", path,
                    "). Start it (tools/demo --keep), or give --target ",
                    service, "=HOST:PORT."),
       absl::StrCat("Le service ", service, " ne tourne pas ici (pas de ", path,
                    "). Démarrez-le (tools/demo --keep) ou donnez --target ",
                    service, "=HÔTE:PORT."),
       absl::StrCat("De dienst ", service, " draait hier niet (geen ", path,
                    "). Start hem (tools/demo --keep) of geef --target ",
                    service, "=HOST:POORT.")});
}

}  // namespace entente::client
