// The files of a TLS identity, named as in a Kubernetes TLS secret.
#ifndef SERVICES_COMMON_CHANNEL_TLS_FILES_H_
#define SERVICES_COMMON_CHANNEL_TLS_FILES_H_

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/time/time.h"

namespace entente {

struct TlsFiles {
  // Certificate authorities that sign the other side.
  std::string ca;
  // Own certificate chain, own certificate first.
  std::string cert;
  // Own private key, closed to other users.
  std::string key;
  // Revocation lists of the authorities (revocation.h): a file or a folder.
  // Empty: the other side is not asked for its revocation.
  std::string crl = {};

  // dir/ca.crt, dir/tls.crt, dir/tls.key; no lists.
  static TlsFiles In(const std::string& dir);
};

// What the first three files hold, read once and found sound.
struct TlsMaterial {
  // PEM.
  std::string ca;
  std::string cert;
  std::string key;
  // Of the own certificate: its end and its URI names, sorted.
  absl::Time until;
  std::vector<std::string> uris;
  // Whether an authority in `ca` signs the own certificate too.
  bool is_of_ca = false;
};

// Reads the files, each once, and judges the very bytes it returns: the key is
// closed to others and not writable by its group, every certificate block is
// whole, certificate and key are a pair, the certificate is valid at `now`.
// Errors: FAILED_PRECONDITION with a sentence that names the file and what to
// do.
absl::StatusOr<TlsMaterial> ReadTlsMaterial(const TlsFiles& files,
                                            absl::Time now);

}  // namespace entente

#endif  // SERVICES_COMMON_CHANNEL_TLS_FILES_H_
