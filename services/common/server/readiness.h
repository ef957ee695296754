// Whether the program should be sent calls.
#ifndef SERVICES_COMMON_SERVER_READINESS_H_
#define SERVICES_COMMON_SERVER_READINESS_H_

#include <functional>

#include "absl/status/status.h"
#include "services/common/channel/revocation.h"
#include "services/common/channel/tls_identity.h"

namespace entente::server {

// OK when `is_ready` (may be empty) says so, the files of the identity, as last
// looked at, are good and the lists of `revocation` (may be null) current. Bad
// files change nothing yet, but the next start would fail on them. Errors:
// UNAVAILABLE when the service is not ready, FAILED_PRECONDITION of
// TlsIdentity::Check and Revocation::CheckCurrent.
absl::Status CheckReadiness(const TlsIdentity& identity,
                            const Revocation* revocation,
                            const std::function<bool()>& is_ready);

}  // namespace entente::server

#endif  // SERVICES_COMMON_SERVER_READINESS_H_
