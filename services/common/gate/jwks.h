// The keys that sign tokens: a JSON Web Key Set (RFC 7517).
#ifndef SERVICES_COMMON_GATE_JWKS_H_
#define SERVICES_COMMON_GATE_JWKS_H_

#include <openssl/evp.h>

#include <map>
#include <memory>
#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"

namespace entente::gate {

// The two signature algorithms of the suite.
enum class TokenAlgorithm {
  kEs256,  // ECDSA, P-256, SHA-256 (RFC 7518, 3.4)
  kEdDsa,  // Ed25519 (RFC 8037)
};

// What to change at a provider that signs with RSA, for logs and sentences.
inline constexpr char kRsaAdvice[] =
    "RSA signatures are refused on purpose: have the identity provider sign "
    "access tokens with ES256 (Keycloak: add a key provider ecdsa-generated, "
    "P-256, to the realm and set the client's access token signature algorithm "
    "to ES256)";

// "ES256" or "EdDSA".
absl::string_view AlgorithmName(TokenAlgorithm algorithm);

struct VerificationKey {
  TokenAlgorithm algorithm;
  std::shared_ptr<EVP_PKEY> key;
};

// Immutable; copying shares the keys.
class KeySet {
 public:
  // Errors: FAILED_PRECONDITION with the cause. Refused as a whole: a set with
  // a duplicate kid, a private key, a malformed or off-curve key of a supported
  // kind, or no supported key at all. Keys of other kinds (a provider's RSA
  // keys) are left out. A key without `alg` has that of its curve.
  static absl::StatusOr<KeySet> Parse(absl::string_view json);

  // Null when unknown.
  const VerificationKey* Find(absl::string_view kid) const;
  size_t size() const { return keys_.size(); }

 private:
  std::map<std::string, VerificationKey> keys_;
};

}  // namespace entente::gate

#endif  // SERVICES_COMMON_GATE_JWKS_H_
