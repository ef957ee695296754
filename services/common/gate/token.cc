#include "services/common/gate/token.h"

#include <algorithm>
#include <optional>
#include <utility>

#include "absl/strings/match.h"
#include "absl/strings/str_split.h"
#include "services/common/base/error.h"
#include "services/common/base/hash.h"
#include "services/common/base/log.h"
#include "services/common/gate/base64url.h"
#include "services/common/gate/claim_path.h"
#include "services/common/gate/kid.h"
#include "services/common/gate/signature.h"
#include "services/common/gate/strict_json.h"

namespace entente::gate {
namespace {

using nlohmann::json;

// Seconds since 1970 beyond this are no time a token can mean (year 2100).
constexpr int64_t kUnixSecondsMax = 4102444800;
constexpr size_t kSha256Bytes = 32;

absl::Status Refuse(absl::string_view cause) {
  return absl::UnauthenticatedError(cause);
}

// Printable, well-formed text of 1 to `bytes_max` bytes. The JSON parser has
// already refused invalid UTF-8.
bool IsPlainText(const std::string& text, size_t bytes_max) {
  if (text.empty() || text.size() > bytes_max) return false;
  for (unsigned char c : text) {
    if (c < 0x20 || c == 0x7f) return false;
  }
  return true;
}

absl::StatusOr<std::string> Text(const json& claims, const char* name) {
  auto it = claims.find(name);
  if (it == claims.end()) return Refuse(std::string(name) + "_missing");
  if (!it->is_string()) return Refuse(std::string(name) + "_not_text");
  return it->get<std::string>();
}

// NumericDate as a whole number of seconds; RFC 7519 allows fractions, no
// provider we know sends them, and refusing floats removes every rounding and
// range question.
absl::StatusOr<absl::Time> Time(const json& claims, const char* name) {
  auto it = claims.find(name);
  if (it == claims.end()) return Refuse(std::string(name) + "_missing");
  if (!it->is_number_unsigned()) {
    return Refuse(std::string(name) + "_not_whole_seconds");
  }
  const uint64_t seconds = it->get<uint64_t>();
  if (seconds > kUnixSecondsMax) {
    return Refuse(std::string(name) + "_out_of_range");
  }
  return absl::FromUnixSeconds(static_cast<int64_t>(seconds));
}

// RFC 7518, sections 3.3 and 3.5.
bool IsRsa(absl::string_view alg) {
  return alg == "RS256" || alg == "RS384" || alg == "RS512" || alg == "PS256" ||
         alg == "PS384" || alg == "PS512";
}

// Only these three; jku, jwk, x5c, x5u name keys of the sender's choice and
// crit asks for what we do not do.
absl::StatusOr<const VerificationKey*> CheckHeader(absl::string_view encoded,
                                                   const KeySet& keys) {
  std::optional<std::string> text = Base64UrlDecode(encoded);
  if (!text.has_value()) return Refuse("header_not_base64url");
  std::optional<json> header = ParseStrictJson(*text);
  if (!header.has_value()) return Refuse("header_not_strict_json");
  for (const auto& [name, value] : header->items()) {
    if (name != "alg" && name != "kid" && name != "typ") {
      return Refuse("header_member_not_allowed");
    }
  }
  ENTENTE_ASSIGN_OR_RETURN(const std::string alg, Text(*header, "alg"));
  if (IsRsa(alg)) return Refuse(kRsaRefused);
  if (alg != "ES256" && alg != "EdDSA") return Refuse("alg_not_allowed");
  if (header->contains("typ")) {
    ENTENTE_ASSIGN_OR_RETURN(const std::string typ, Text(*header, "typ"));
    if (!absl::EqualsIgnoreCase(typ, "JWT") &&
        !absl::EqualsIgnoreCase(typ, "at+jwt")) {
      return Refuse("typ_not_access_token");
    }
  }
  ENTENTE_ASSIGN_OR_RETURN(const std::string kid, Text(*header, "kid"));
  if (!IsValidKid(kid)) return Refuse("kid_malformed");
  const VerificationKey* key = keys.Find(kid);
  if (key == nullptr) return Refuse(kKidUnknown);
  if (AlgorithmName(key->algorithm) != alg) return Refuse("alg_not_of_key");
  return key;
}

absl::Status CheckIdentity(const json& claims, const TokenRules& rules,
                           TokenClaims& result) {
  ENTENTE_ASSIGN_OR_RETURN(const std::string iss, Text(claims, "iss"));
  if (iss != rules.issuer) return Refuse("iss_wrong");
  auto aud = claims.find("aud");
  if (aud == claims.end()) return Refuse("aud_missing");
  // For one audience only: a token good elsewhere can be replayed from there.
  const json& audience =
      aud->is_array() && aud->size() == 1 ? aud->front() : *aud;
  if (!audience.is_string()) return Refuse("aud_not_one");
  if (audience.get<std::string>() != rules.audience) return Refuse("aud_wrong");
  // Keycloak marks ID and refresh tokens in `typ`; OpenID Connect gives ID
  // tokens the client's nonce and hashes of what came with them, and its logout
  // tokens `events`. No access token has a use for any of these (RFC 9068).
  if (claims.contains("typ")) {
    ENTENTE_ASSIGN_OR_RETURN(const std::string typ, Text(claims, "typ"));
    if (typ != "Bearer") return Refuse("not_an_access_token");
  }
  for (const char* name : {"nonce", "at_hash", "c_hash", "s_hash", "events"}) {
    if (claims.contains(name)) return Refuse("not_an_access_token");
  }
  ENTENTE_ASSIGN_OR_RETURN(result.subject, Text(claims, "sub"));
  if (!IsPlainText(result.subject, kSubjectBytesMax)) {
    return Refuse("sub_malformed");
  }
  return absl::OkStatus();
}

absl::Status CheckTimes(const json& claims, const TokenRules& rules,
                        absl::Time now, TokenClaims& result) {
  ENTENTE_ASSIGN_OR_RETURN(result.expires, Time(claims, "exp"));
  ENTENTE_ASSIGN_OR_RETURN(result.issued, Time(claims, "iat"));
  result.not_before = result.issued;
  if (rules.is_nbf_required || claims.contains("nbf")) {
    ENTENTE_ASSIGN_OR_RETURN(result.not_before, Time(claims, "nbf"));
  }
  if (result.expires + rules.leeway < now) return Refuse("exp_past");
  if (result.not_before > now + rules.leeway) return Refuse("nbf_future");
  if (result.issued > now + rules.leeway) return Refuse("iat_future");
  if (result.expires <= result.issued) return Refuse("exp_before_iat");
  if (result.expires - result.issued > rules.lifetime_max) {
    return Refuse("lifetime_too_long");
  }
  return absl::OkStatus();
}

// None at all is a person who may do nothing.
absl::Status ReadRoles(const json& claims, const TokenRules& rules,
                       TokenClaims& result) {
  ENTENTE_ASSIGN_OR_RETURN(const json* roles,
                           FindClaim(claims, rules.roles_claim));
  if (roles == nullptr) return absl::OkStatus();
  if (!roles->is_array()) return Refuse("roles_malformed");
  if (roles->size() > kTokenRolesMax) return Refuse("roles_too_many");
  for (const json& role : *roles) {
    if (!role.is_string()) return Refuse("roles_malformed");
    std::string name = role.get<std::string>();
    if (!IsPlainText(name, 128)) return Refuse("roles_malformed");
    result.roles.push_back(std::move(name));
  }
  return absl::OkStatus();
}

absl::Status ReadConfirmation(const json& claims, TokenClaims& result) {
  auto cnf = claims.find("cnf");
  if (cnf == claims.end()) return absl::OkStatus();
  // A binding of another kind cannot be honoured, so it is not ignored either.
  if (!cnf->is_object() || cnf->size() != 1 || !cnf->contains("x5t#S256")) {
    return Refuse("cnf_not_supported");
  }
  ENTENTE_ASSIGN_OR_RETURN(const std::string text, Text(*cnf, "x5t#S256"));
  std::optional<std::string> digest = Base64UrlDecode(text);
  if (!digest.has_value() || digest->size() != kSha256Bytes) {
    return Refuse("cnf_malformed");
  }
  result.certificate_sha256 = *std::move(digest);
  return absl::OkStatus();
}

}  // namespace

absl::StatusOr<TokenClaims> VerifyToken(absl::string_view token,
                                        const KeySet& keys,
                                        const TokenRules& rules,
                                        absl::Time now) {
  if (token.empty()) return Refuse("token_empty");
  if (token.size() > kTokenBytesMax) return Refuse("token_too_long");
  const std::vector<absl::string_view> parts = absl::StrSplit(token, '.');
  if (parts.size() != 3) return Refuse("token_not_three_parts");
  ENTENTE_ASSIGN_OR_RETURN(const VerificationKey* key,
                           CheckHeader(parts[0], keys));
  std::optional<std::string> signature = Base64UrlDecode(parts[2]);
  if (!signature.has_value()) return Refuse("signature_not_base64url");
  // Nothing of the payload is read before the signature holds.
  const absl::string_view signed_part =
      token.substr(0, parts[0].size() + 1 + parts[1].size());
  if (!IsSignatureValid(*key, signed_part, *signature)) {
    return Refuse("signature_wrong");
  }
  std::optional<std::string> text = Base64UrlDecode(parts[1]);
  if (!text.has_value()) return Refuse("payload_not_base64url");
  std::optional<json> claims = ParseStrictJson(*text);
  if (!claims.has_value()) return Refuse("payload_not_strict_json");

  TokenClaims result;
  ENTENTE_RETURN_IF_ERROR(CheckIdentity(*claims, rules, result));
  ENTENTE_RETURN_IF_ERROR(CheckTimes(*claims, rules, now, result));
  ENTENTE_RETURN_IF_ERROR(ReadRoles(*claims, rules, result));
  ENTENTE_RETURN_IF_ERROR(ReadConfirmation(*claims, result));
  return result;
}

TokenVerifier::TokenVerifier(KeySet keys, TokenRules rules, const Clock& clock)
    : rules_(std::move(rules)),
      clock_(clock),
      keys_(std::make_shared<const KeySet>(std::move(keys))) {}

absl::StatusOr<TokenClaims> TokenVerifier::Verify(
    absl::string_view token,
    absl::FunctionRef<std::string()> peer_certificate_sha256) {
  ENTENTE_ASSIGN_OR_RETURN(TokenClaims claims,
                           VerifyCached(token, clock_.Now()));
  // Outside the cache: the same stolen token comes with another certificate.
  if (claims.certificate_sha256.empty()) return claims;
  const std::string peer = peer_certificate_sha256();
  if (!ConstantTimeEquals(claims.certificate_sha256, peer)) {
    return Refuse("cnf_other_certificate");
  }
  return claims;
}

absl::StatusOr<TokenClaims> TokenVerifier::VerifyCached(absl::string_view token,
                                                        absl::Time now) {
  if (token.size() > kTokenBytesMax) return Refuse("token_too_long");
  const std::string digest = Sha256(token);
  std::shared_ptr<const KeySet> keys;
  {
    absl::MutexLock lock(&mutex_);
    if (now > keys_until_) return Refuse(kKeysStale);
    keys = keys_;
    auto it = cache_.find(digest);
    if (it != cache_.end()) {
      const TokenClaims& known = *it->second;
      // The clock may have been set back as well as run on.
      if (known.expires + rules_.leeway >= now &&
          known.not_before <= now + rules_.leeway &&
          known.issued <= now + rules_.leeway) {
        return known;
      }
      cache_.erase(it);
    }
  }
  absl::StatusOr<TokenClaims> claims = VerifyToken(token, *keys, rules_, now);
  if (!claims.ok()) {
    if (claims.status().message() == kRsaRefused) AdviseOnRsa();
    return claims;
  }
  absl::MutexLock lock(&mutex_);
  // Keys that were replaced meanwhile must not vouch for later calls.
  if (keys == keys_) Remember(digest, *claims, now);
  return claims;
}

void TokenVerifier::AdviseOnRsa() {
  {
    absl::MutexLock lock(&mutex_);
    if (is_rsa_told_) return;
    is_rsa_told_ = true;
  }
  LogWarning("token_algorithm_refused", {{"advice", kRsaAdvice}});
}

void TokenVerifier::Remember(const std::string& digest,
                             const TokenClaims& claims, absl::Time now) {
  if (cache_.size() >= rules_.cache_max) Sweep(now);
  // Still full of valid tokens: verifying again is slower, never wrong. Nobody
  // is put out for a newcomer, or a flood of tokens would empty the cache.
  if (cache_.size() >= rules_.cache_max) return;
  cache_[digest] = std::make_shared<const TokenClaims>(claims);
  first_end_ = std::min(first_end_, claims.expires + rules_.leeway);
}

void TokenVerifier::Sweep(absl::Time now) {
  // A full cache is looked through only when that can make room.
  if (now <= first_end_) return;
  first_end_ = absl::InfiniteFuture();
  absl::erase_if(cache_, [&](const auto& entry) {
    const absl::Time end = entry.second->expires + rules_.leeway;
    if (end < now) return true;
    first_end_ = std::min(first_end_, end);
    return false;
  });
}

void TokenVerifier::SetKeys(KeySet keys, absl::Time until) {
  absl::MutexLock lock(&mutex_);
  keys_ = std::make_shared<const KeySet>(std::move(keys));
  keys_until_ = until;
  is_rsa_told_ = false;
  cache_.clear();
  first_end_ = absl::InfiniteFuture();
}

void TokenVerifier::KeepKeysUntil(absl::Time until) {
  absl::MutexLock lock(&mutex_);
  keys_until_ = until;
}

size_t TokenVerifier::cached_count() const {
  absl::MutexLock lock(&mutex_);
  return cache_.size();
}

}  // namespace entente::gate
