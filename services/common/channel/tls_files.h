// The three files of a TLS identity, named as in a Kubernetes TLS secret.
#ifndef SERVICES_COMMON_CHANNEL_TLS_FILES_H_
#define SERVICES_COMMON_CHANNEL_TLS_FILES_H_

#include <string>

#include "absl/status/status.h"
#include "absl/time/time.h"

namespace entente {

struct TlsFiles {
  // Certificate authority that signed the other side.
  std::string ca;
  // Own certificate chain.
  std::string cert;
  // Own private key, closed to other users.
  std::string key;

  // dir/ca.crt, dir/tls.crt, dir/tls.key.
  static TlsFiles In(const std::string& dir);
};

// OK when the files exist, the key is closed to others and not writable by its
// group, certificate and key are a pair and the certificate is valid at `now`.
// Errors: FAILED_PRECONDITION with a sentence that names the file and what to
// do.
absl::Status CheckTlsFiles(const TlsFiles& files, absl::Time now);

}  // namespace entente

#endif  // SERVICES_COMMON_CHANNEL_TLS_FILES_H_
