// Keys of an identity provider at an https address.
//
// One plain GET, the server's certificate and host name checked, TLS 1.2 or
// later. No redirect, no proxy from the environment, no cookie, no credentials:
// nothing that the operator did not name takes part. Whatever is not a 200 with
// a body of at most kJwksBytesMax, in time, is a failed look; what that means
// for the keys in use is the KeyKeeper's business.
#ifndef SERVICES_COMMON_GATE_HTTPS_KEY_SOURCE_H_
#define SERVICES_COMMON_GATE_HTTPS_KEY_SOURCE_H_

#include <memory>
#include <string>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "services/common/gate/key_source.h"

namespace entente::gate {

struct HttpsKeyOptions {
  // PEM file of the authorities of the provider's server, read at each look;
  // empty: the machine's store.
  std::string ca = {};
  // Providers announce a new key well before they sign with it, and a token
  // with an unknown key provokes a look of its own.
  absl::Duration period = absl::Minutes(5);
  // For the whole answer, name look-up and handshake included.
  absl::Duration timeout = absl::Seconds(5);
};

// The key set at `address`, an https URL with a host, without user, password or
// fragment. Errors: FAILED_PRECONDITION with a sentence.
absl::StatusOr<std::unique_ptr<KeySource>> MakeHttpsKeySource(
    const std::string& address, HttpsKeyOptions options);

// The source that `place` names: an https address, or a file; an address of
// any other scheme is refused, http above all. `ca` may be given with an
// address only. Errors: FAILED_PRECONDITION with a sentence.
absl::StatusOr<std::unique_ptr<KeySource>> MakeKeySource(
    const std::string& place, const std::string& ca);

}  // namespace entente::gate

#endif  // SERVICES_COMMON_GATE_HTTPS_KEY_SOURCE_H_
