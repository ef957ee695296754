#include "services/common/server/readiness.h"

namespace entente::server {

absl::Status CheckReadiness(const TlsFiles& files,
                            const std::function<bool()>& is_ready,
                            absl::Time now) {
  if (is_ready && !is_ready()) {
    return absl::UnavailableError("the service says it is not ready");
  }
  return CheckTlsFiles(files, now);
}

}  // namespace entente::server
