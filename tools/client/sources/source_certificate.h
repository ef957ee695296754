// The key of a source towards the services, and what vouches for it: a
// certificate of the development authority, or a request (PKCS#10) for the
// authority of the operator. P-256, as tools/dev/make-ca makes them.
#ifndef TOOLS_CLIENT_SOURCES_SOURCE_CERTIFICATE_H_
#define TOOLS_CLIENT_SOURCES_SOURCE_CERTIFICATE_H_

#include <optional>
#include <string>

#include "absl/status/statusor.h"
#include "absl/time/time.h"

namespace entente::client {

struct SourceCertificate {
  // PEM.
  std::string key = {};
  std::string request = {};
  // PEM; empty without an authority.
  std::string certificate = {};
  // When it ends; not set without an authority.
  std::optional<absl::Time> end_time = {};
  // SHA-256 of the public key, hex.
  std::string key_sha256 = {};
};

// The development authority, as PEM.
struct DevAuthority {
  std::string certificate = {};
  std::string key = {};
};

// Its days of validity.
inline constexpr int kSourceCertificateDays = 90;

// A fresh key, and a request for `uri` ("spiffe://entente.local/source/bravvo")
// under the common name `name`; signed where `authority` is not null. Errors:
// FAILED_PRECONDITION / DEV_AUTHORITY when that is no pair of certificate and
// key; INTERNAL.
absl::StatusOr<SourceCertificate> MakeSourceCertificate(
    const std::string& name, const std::string& uri,
    const DevAuthority* authority, absl::Time now);

}  // namespace entente::client

#endif  // TOOLS_CLIENT_SOURCES_SOURCE_CERTIFICATE_H_
