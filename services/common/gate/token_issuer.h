// The development issuer: signs tokens for local runs and tests. Production
// uses an OpenID provider; the verifier cannot tell the difference.
#ifndef SERVICES_COMMON_GATE_TOKEN_ISSUER_H_
#define SERVICES_COMMON_GATE_TOKEN_ISSUER_H_

#include <openssl/evp.h>

#include <memory>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "services/common/gate/jwks.h"

namespace entente::gate {

// `iss` and `aud` of the development issuer and the defaults of the programs.
inline constexpr char kDevIssuer[] = "https://issuer.entente.local";
inline constexpr char kDevAudience[] = "entente";

struct TokenRequest {
  std::string subject = {};
  std::vector<std::string> roles = {};
  absl::Time issued = {};
  // At most 10 minutes, or the verifier refuses the token.
  absl::Duration lifetime = absl::Minutes(10);
  std::string issuer = kDevIssuer;
  std::string audience = kDevAudience;
  // SHA-256 of the certificate to bind the token to; empty for none.
  std::string certificate_sha256 = {};
};

// A private signing key. Copying shares the key.
class Issuer {
 public:
  // A fresh key, for tests.
  static absl::StatusOr<Issuer> Generate(TokenAlgorithm algorithm,
                                         const std::string& kid);
  // From PEM (PKCS#8).
  static absl::StatusOr<Issuer> FromPem(const std::string& pem,
                                        TokenAlgorithm algorithm,
                                        const std::string& kid);

  // A signed token in Keycloak's claim layout (`realm_access.roles`).
  absl::StatusOr<std::string> SignToken(const TokenRequest& request) const;

  // Signs `header_json` and `payload_json` as they stand: for tests that need
  // tokens no honest issuer makes.
  absl::StatusOr<std::string> SignRaw(const std::string& header_json,
                                      const std::string& payload_json) const;

  // The raw signature over `input` (64 bytes).
  absl::StatusOr<std::string> Sign(const std::string& input) const;

  // The public half as a JSON Web Key Set with one key.
  std::string Jwks() const;

  const std::string& kid() const { return kid_; }
  TokenAlgorithm algorithm() const { return algorithm_; }
  // The key itself, for tests.
  EVP_PKEY* key() const { return key_.get(); }

 private:
  TokenAlgorithm algorithm_ = TokenAlgorithm::kEs256;
  std::string kid_;
  std::shared_ptr<EVP_PKEY> key_;
};

// The issuer that tools/dev/make-ca made under `dir` (".entente/pki"): reads
// issuer/issuer.key and the kid in issuer/jwks.json. Errors:
// FAILED_PRECONDITION with a sentence naming the file.
absl::StatusOr<Issuer> LoadIssuer(const std::string& dir);

}  // namespace entente::gate

#endif  // SERVICES_COMMON_GATE_TOKEN_ISSUER_H_
