// Detached signatures of delivered files: Ed25519 (RFC 8032) over the bytes of
// the file, beside it as NAME.sig, 64 bytes or their base64. Keys are PEM, so
// that any tool can make and check them:
//
//   openssl genpkey -algorithm ed25519 -out zone.key
//   openssl pkey -in zone.key -pubout -out zone.pub
//   openssl pkeyutl -sign -rawin -inkey zone.key -in a.csv -out a.csv.sig
//   openssl pkeyutl -verify -rawin -pubin -inkey zone.pub -in a.csv
//     -sigfile a.csv.sig
//
// A key for files signs nothing else.
#ifndef TOOLS_CLIENT_DELIVERY_BATCH_SIGNATURE_H_
#define TOOLS_CLIENT_DELIVERY_BATCH_SIGNATURE_H_

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"

namespace entente::client {

// Ed25519 needs all of a file at once.
inline constexpr int64_t kSignedBytesMax = int64_t{64} << 20;
// A signature in base64 has 88 characters and a line end.
inline constexpr size_t kSignatureFileBytesMax = 128;

// The 32 bytes of the public key in the PEM file `path`. Errors:
// FAILED_PRECONDITION / SIGNING_KEY when there is none of Ed25519.
absl::StatusOr<std::string> LoadPublicKey(const std::string& path);

// The private key in the PEM file `path`, 32 bytes (the seed of RFC 8032).
// Errors: FAILED_PRECONDITION / SIGNING_KEY, also when others may read it.
absl::StatusOr<std::string> LoadSigningKey(const std::string& path);

// Makes `path` (0600) and `path`.pub. Errors: ALREADY_EXISTS /
// SIGNING_KEY_THERE; FAILED_PRECONDITION / FILE_UNWRITABLE.
absl::Status MakeSigningKey(const std::string& path);

// Signature of `bytes` in base64, with a line end. Errors: INTERNAL.
absl::StatusOr<std::string> SignBatch(const std::string& seed,
                                      absl::string_view bytes);

// The one of `public_keys` that made `signature`, as it stands in its file.
// Errors, INVALID_ARGUMENT: SIGNATURE_MALFORMED; SIGNATURE_WRONG.
absl::StatusOr<std::string> VerifyBatch(
    const std::vector<std::string>& public_keys, absl::string_view bytes,
    absl::string_view signature);

}  // namespace entente::client

#endif  // TOOLS_CLIENT_DELIVERY_BATCH_SIGNATURE_H_
