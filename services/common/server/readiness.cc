#include "services/common/server/readiness.h"

#include "services/common/base/error.h"

namespace entente::server {

absl::Status CheckReadiness(const TlsIdentity& identity,
                            const Revocation* revocation,
                            const std::function<bool()>& is_ready) {
  if (is_ready && !is_ready()) {
    return absl::UnavailableError("the service says it is not ready");
  }
  if (revocation != nullptr) {
    ENTENTE_RETURN_IF_ERROR(revocation->CheckCurrent());
  }
  return identity.Check();
}

}  // namespace entente::server
