// Whether the program should be sent calls.
#ifndef SERVICES_COMMON_SERVER_READINESS_H_
#define SERVICES_COMMON_SERVER_READINESS_H_

#include <functional>

#include "absl/status/status.h"
#include "absl/time/time.h"
#include "services/common/channel/revocation.h"
#include "services/common/channel/tls_files.h"

namespace entente::server {

// OK when `is_ready` (may be empty) says so, the TLS files are still good and
// the lists of `revocation` (may be null) current. A
// renewed pair that does not match makes every new handshake fail while old
// connections live on: without this nobody would notice. Errors: UNAVAILABLE
// when the service is not ready, FAILED_PRECONDITION of CheckTlsFiles and
// CheckCurrent.
absl::Status CheckReadiness(const TlsFiles& files, const Revocation* revocation,
                            const std::function<bool()>& is_ready,
                            absl::Time now);

}  // namespace entente::server

#endif  // SERVICES_COMMON_SERVER_READINESS_H_
