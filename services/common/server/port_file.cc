#include "services/common/server/port_file.h"

#include <unistd.h>

#include <cstdio>
#include <fstream>

#include "absl/strings/str_cat.h"
#include "nlohmann/json.hpp"

namespace entente::server {

absl::Status WritePortFile(const std::string& path, int port, int health_port) {
  if (path.empty()) return absl::OkStatus();
  const std::string draft = absl::StrCat(path, ".", getpid());
  const nlohmann::json content = {
      {"port", port}, {"health_port", health_port}, {"pid", getpid()}};
  std::ofstream file(draft, std::ios::trunc);
  file << content.dump() << "\n";
  file.close();
  if (!file || std::rename(draft.c_str(), path.c_str()) != 0) {
    std::remove(draft.c_str());
    return absl::FailedPreconditionError(absl::StrCat(
        "The port file ", path, " cannot be written; check its folder."));
  }
  return absl::OkStatus();
}

void RemovePortFile(const std::string& path) {
  if (!path.empty()) std::remove(path.c_str());
}

}  // namespace entente::server
