// Signatures of tokens in the JWS form (RFC 7515): 64 bytes for both
// algorithms.
#ifndef SERVICES_COMMON_GATE_SIGNATURE_H_
#define SERVICES_COMMON_GATE_SIGNATURE_H_

#include "absl/strings/string_view.h"
#include "services/common/gate/jwks.h"

namespace entente::gate {

// True when `signature` over `input` is by `key` with the key's one algorithm.
// DER, r or s of zero, and any other length are false.
bool IsSignatureValid(const VerificationKey& key, absl::string_view input,
                      absl::string_view signature);

}  // namespace entente::gate

#endif  // SERVICES_COMMON_GATE_SIGNATURE_H_
