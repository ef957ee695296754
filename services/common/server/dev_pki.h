// A certificate authority in memory, for tests: P-256, SPIFFE URIs.
// tools/dev/make-ca makes the same on disk for local runs.
#ifndef SERVICES_COMMON_SERVER_DEV_PKI_H_
#define SERVICES_COMMON_SERVER_DEV_PKI_H_

#include <openssl/evp.h>
#include <openssl/x509.h>

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "absl/time/time.h"
#include "services/common/channel/tls_files.h"

namespace entente::server {

// What a certificate says.
struct CertificateRequest {
  std::string common_name = "test";
  // subjectAltName entries: "URI:spiffe://...", "DNS:...", "IP:...".
  std::vector<std::string> names = {};
  absl::Time not_before = absl::Now() - absl::Minutes(5);
  absl::Time not_after = absl::Now() + absl::Hours(24);
};

// Programming errors end the program; this is test support. Not thread-safe.
class DevCa {
 public:
  explicit DevCa(const std::string& common_name = "Entente test CA");

  // Writes ca.crt, tls.crt and tls.key (0600) of a fresh identity into `dir`,
  // which is created.
  TlsFiles Issue(const std::string& dir,
                 const CertificateRequest& request) const;

  std::string CertificatePem() const;

  // A signed list (PEM) that takes back the certificates in the files
  // `revoked`, current from `from` until `until`; with a CRL number unless it
  // is 0.
  std::string RevocationListPem(const std::vector<std::string>& revoked,
                                absl::Time from, absl::Time until,
                                int64_t number = 0) const;

 private:
  std::shared_ptr<EVP_PKEY> key_;
  std::shared_ptr<X509> certificate_;
};

}  // namespace entente::server

#endif  // SERVICES_COMMON_SERVER_DEV_PKI_H_
