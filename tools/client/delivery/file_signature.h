// The signature beside a file that is delivered by hand (batch_signature.h).
#ifndef TOOLS_CLIENT_DELIVERY_FILE_SIGNATURE_H_
#define TOOLS_CLIENT_DELIVERY_FILE_SIGNATURE_H_

#include <optional>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"

namespace entente::client {

// The bytes of the file `path` after the signature beside it, `path`.sig, was
// checked with the key in the PEM file `public_key`: what is delivered is what
// was verified. nullopt where there is none and none is required; standard
// input ("-") has none. Errors, each naming the file: INVALID_ARGUMENT /
// SIGNATURE_MISSING, SIGNATURE_UNREADABLE, FILE_TOO_LARGE, those of
// VerifyBatch; FILE_UNREADABLE; those of LoadPublicKey.
absl::StatusOr<std::optional<std::string>> ReadSigned(
    const std::string& path, const std::string& public_key, bool is_required);

// Whether anything lies beside the file `path` under the name of its signature.
bool HasSignature(const std::string& path);

}  // namespace entente::client

#endif  // TOOLS_CLIENT_DELIVERY_FILE_SIGNATURE_H_
