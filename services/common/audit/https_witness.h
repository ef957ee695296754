// Witnesses over https.
//
// One plain POST, the server's certificate and host name checked, TLS 1.2 or
// later; no redirect, no proxy from the environment, no credentials. An answer
// that is larger than any that a witness may give is a failure.
#ifndef SERVICES_COMMON_AUDIT_HTTPS_WITNESS_H_
#define SERVICES_COMMON_AUDIT_HTTPS_WITNESS_H_

#include <memory>
#include <string>

#include "absl/status/status.h"
#include "absl/time/time.h"
#include "services/common/audit/witness_keeper.h"

namespace entente::audit {

// For the whole answer, name look-up and handshake included.
inline constexpr absl::Duration kWitnessTimeout = absl::Seconds(5);

// Thread-safe.
std::shared_ptr<WitnessTransport> MakeHttpsTransport(
    absl::Duration timeout = kWitnessTimeout);

// An https URL with a host, without user, password, query or fragment. Errors:
// INVALID_ARGUMENT, which does not repeat the address.
absl::Status CheckWitnessAddress(const std::string& address);

}  // namespace entente::audit

#endif  // SERVICES_COMMON_AUDIT_HTTPS_WITNESS_H_
