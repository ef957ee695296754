// Verification of a person's token (JWT, RFC 7519 and RFC 8725), strict on
// purpose: ES256 and EdDSA (Ed25519) only, one kid = one key = one algorithm,
// every claim checked, anything unexpected in the header refused. No gRPC here,
// so that it can be fuzzed alone.
//
// Errors are UNAUTHENTICATED with a short precise cause ("exp_past") that is
// meant for the log; the gate tells the caller only that the token was refused.
// No error holds a byte of the token.
#ifndef SERVICES_COMMON_GATE_TOKEN_H_
#define SERVICES_COMMON_GATE_TOKEN_H_

#include <cstddef>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "absl/base/thread_annotations.h"
#include "absl/container/flat_hash_map.h"
#include "absl/functional/function_ref.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/synchronization/mutex.h"
#include "absl/time/time.h"
#include "services/common/base/clock.h"
#include "services/common/gate/jwks.h"

namespace entente::gate {

// Longest token accepted, in bytes (Keycloak's are 1 to 3 KiB).
inline constexpr size_t kTokenBytesMax = 8 * 1024;
// Longest `sub`, in bytes (OpenID Connect Core 1.0, section 2).
inline constexpr size_t kSubjectBytesMax = 255;
// Most roles in one token.
inline constexpr size_t kTokenRolesMax = 128;

// Causes that fresher keys may remove.
inline constexpr char kKidUnknown[] = "kid_unknown";
inline constexpr char kKeysStale[] = "keys_stale";
// Cause of a provider that signs with its default rather than with ES256.
inline constexpr char kRsaRefused[] = "alg_rsa_not_allowed";

struct TokenRules {
  // Exact `iss`.
  std::string issuer = {};
  // The one `aud`; a token for several audiences is refused.
  std::string audience = {};
  absl::Duration leeway = absl::Seconds(30);
  // exp - iat at most this.
  absl::Duration lifetime_max = absl::Minutes(10);
  // Some providers (Keycloak by default) issue no `nbf`; `iat` then stands for
  // it.
  bool is_nbf_required = true;
  // Where the roles stand (claim_path.h), an array of text; nowhere else are
  // they looked for.
  std::vector<std::string> roles_claim = {"realm_access", "roles"};
  // Verified tokens kept in the cache at most, each of at most kTokenBytesMax.
  size_t cache_max = 4096;
};

// What a verified token says.
struct TokenClaims {
  std::string subject;
  std::vector<std::string> roles;
  absl::Time issued;
  absl::Time not_before;
  // Without leeway.
  absl::Time expires;
  // `cnf.x5t#S256` (RFC 8705): SHA-256 of the one certificate the token may be
  // used with, 32 bytes; empty when unbound.
  std::string certificate_sha256;
};

// Verifies `token` against `keys` at `now`, without a cache.
absl::StatusOr<TokenClaims> VerifyToken(absl::string_view token,
                                        const KeySet& keys,
                                        const TokenRules& rules,
                                        absl::Time now);

// Thread-safe. Remembers verified tokens by their SHA-256 until they expire.
// Logs `token_algorithm_refused`, once for each set of keys, with what to
// change at a provider that signs with RSA.
class TokenVerifier {
 public:
  // `clock` outlives the verifier.
  TokenVerifier(KeySet keys, TokenRules rules, const Clock& clock);

  // `peer_certificate_sha256` gives the SHA-256 of the DER certificate the
  // caller presented (32 bytes); asked for only when the token is bound to one.
  absl::StatusOr<TokenClaims> Verify(
      absl::string_view token,
      absl::FunctionRef<std::string()> peer_certificate_sha256);

  // Replaces the keys and forgets every remembered token. After `until` every
  // token is refused ("keys_stale"), remembered ones too.
  void SetKeys(KeySet keys, absl::Time until = absl::InfiniteFuture());
  // Moves that time for the keys in use.
  void KeepKeysUntil(absl::Time until);

  size_t cached_count() const;

 private:
  absl::StatusOr<TokenClaims> VerifyCached(absl::string_view token,
                                           absl::Time now);
  void Remember(const std::string& digest, const TokenClaims& claims,
                absl::Time now) ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);
  // Drops what has expired.
  void Sweep(absl::Time now) ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);
  void AdviseOnRsa();

  const TokenRules rules_;
  const Clock& clock_;
  mutable absl::Mutex mutex_;
  std::shared_ptr<const KeySet> keys_ ABSL_GUARDED_BY(mutex_);
  bool is_rsa_told_ ABSL_GUARDED_BY(mutex_) = false;
  absl::Time keys_until_ ABSL_GUARDED_BY(mutex_) = absl::InfiniteFuture();
  absl::flat_hash_map<std::string, std::shared_ptr<const TokenClaims>> cache_
      ABSL_GUARDED_BY(mutex_);
  // No remembered token ends before this.
  absl::Time first_end_ ABSL_GUARDED_BY(mutex_) = absl::InfiniteFuture();
};

}  // namespace entente::gate

#endif  // SERVICES_COMMON_GATE_TOKEN_H_
