#include "services/common/gate/jwks.h"

#include <openssl/core_names.h>
#include <openssl/param_build.h>

#include <optional>
#include <set>
#include <utility>

#include "absl/strings/str_cat.h"
#include "services/common/gate/base64url.h"
#include "services/common/gate/key_source.h"
#include "services/common/gate/kid.h"
#include "services/common/gate/strict_json.h"

namespace entente::gate {
namespace {

using nlohmann::json;

absl::Status Refuse(absl::string_view cause) {
  return absl::FailedPreconditionError(
      absl::StrCat("the key set is refused: ", cause));
}

std::string Text(const json& object, const char* name) {
  auto it = object.find(name);
  return it != object.end() && it->is_string() ? it->get<std::string>() : "";
}

std::shared_ptr<EVP_PKEY> Share(EVP_PKEY* key) {
  return std::shared_ptr<EVP_PKEY>(key, EVP_PKEY_free);
}

std::shared_ptr<EVP_PKEY> P256Key(const std::string& x, const std::string& y) {
  std::string point = absl::StrCat("\x04", x, y);
  char group[] = "prime256v1";
  OSSL_PARAM params[] = {
      OSSL_PARAM_construct_utf8_string(OSSL_PKEY_PARAM_GROUP_NAME, group, 0),
      OSSL_PARAM_construct_octet_string(OSSL_PKEY_PARAM_PUB_KEY, point.data(),
                                        point.size()),
      OSSL_PARAM_construct_end()};
  std::unique_ptr<EVP_PKEY_CTX, decltype(&EVP_PKEY_CTX_free)> context(
      EVP_PKEY_CTX_new_from_name(nullptr, "EC", nullptr), EVP_PKEY_CTX_free);
  EVP_PKEY* raw = nullptr;
  if (!context || EVP_PKEY_fromdata_init(context.get()) != 1 ||
      EVP_PKEY_fromdata(context.get(), &raw, EVP_PKEY_PUBLIC_KEY, params) !=
          1) {
    return nullptr;
  }
  std::shared_ptr<EVP_PKEY> key = Share(raw);
  std::unique_ptr<EVP_PKEY_CTX, decltype(&EVP_PKEY_CTX_free)> check(
      EVP_PKEY_CTX_new_from_pkey(nullptr, raw, nullptr), EVP_PKEY_CTX_free);
  // A point off the curve would make signatures meaningless.
  if (!check || EVP_PKEY_public_check(check.get()) != 1) return nullptr;
  return key;
}

std::shared_ptr<EVP_PKEY> Ed25519Key(const std::string& x) {
  return Share(EVP_PKEY_new_raw_public_key(
      EVP_PKEY_ED25519, nullptr,
      reinterpret_cast<const unsigned char*>(x.data()), x.size()));
}

// 32 bytes of the member `name`; nullopt when it is anything else.
std::optional<std::string> Coordinate(const json& jwk, const char* name) {
  std::optional<std::string> bytes = Base64UrlDecode(Text(jwk, name));
  if (!bytes.has_value() || bytes->size() != 32) return std::nullopt;
  return bytes;
}

// The key in `jwk`; nullopt when it is of a kind the suite does not use.
absl::StatusOr<std::optional<VerificationKey>> ReadKey(const json& jwk) {
  for (const char* secret : {"d", "p", "q", "k"}) {
    if (jwk.contains(secret)) return Refuse("it holds a private key");
  }
  const std::string kty = Text(jwk, "kty");
  const std::string crv = Text(jwk, "crv");
  // `alg` is optional (RFC 7517, 4.4); the curve leaves one algorithm to
  // choose, so that a key still stands for one.
  const std::string own = crv == "P-256" ? "ES256" : "EdDSA";
  const bool is_of_alg = !jwk.contains("alg") || Text(jwk, "alg") == own;
  const bool is_ec = kty == "EC" && crv == "P-256" && is_of_alg;
  const bool is_okp = kty == "OKP" && crv == "Ed25519" && is_of_alg;
  const bool is_other_use = jwk.contains("use") && Text(jwk, "use") != "sig";
  if ((!is_ec && !is_okp) || is_other_use) return std::nullopt;

  std::optional<std::string> x = Coordinate(jwk, "x");
  if (!x.has_value()) return Refuse("a key has no x of 32 bytes");
  VerificationKey result;
  if (is_ec) {
    std::optional<std::string> y = Coordinate(jwk, "y");
    if (!y.has_value()) return Refuse("a key has no y of 32 bytes");
    result = {TokenAlgorithm::kEs256, P256Key(*x, *y)};
  } else {
    result = {TokenAlgorithm::kEdDsa, Ed25519Key(*x)};
  }
  if (result.key == nullptr) return Refuse("a key is not valid on its curve");
  return result;
}

}  // namespace

absl::string_view AlgorithmName(TokenAlgorithm algorithm) {
  return algorithm == TokenAlgorithm::kEs256 ? "ES256" : "EdDSA";
}

absl::StatusOr<KeySet> KeySet::Parse(absl::string_view text) {
  if (text.size() > kJwksBytesMax) return Refuse("it is larger than 256 KiB");
  while (!text.empty() && (text.front() == ' ' || text.front() == '\n')) {
    text.remove_prefix(1);
  }
  std::optional<json> set = ParseStrictJson(text);
  if (!set.has_value()) return Refuse("it is not one strict JSON object");
  auto keys = set->find("keys");
  if (keys == set->end() || !keys->is_array()) {
    return Refuse("it has no array \"keys\"");
  }
  KeySet result;
  std::set<std::string> kids;
  bool has_rsa = false;
  for (const json& jwk : *keys) {
    if (!jwk.is_object()) return Refuse("a key is not an object");
    const std::string kid = Text(jwk, "kid");
    if (!IsValidKid(kid)) return Refuse("a key has no well-formed kid");
    // Also across kinds we do not use: one kid, one key, one algorithm.
    if (!kids.insert(kid).second) return Refuse("a kid stands there twice");
    has_rsa = has_rsa || Text(jwk, "kty") == "RSA";
    absl::StatusOr<std::optional<VerificationKey>> key = ReadKey(jwk);
    if (!key.ok()) return key.status();
    if (key->has_value()) result.keys_.emplace(kid, **std::move(key));
  }
  if (result.keys_.empty()) {
    return Refuse(absl::StrCat("it has no ES256 or EdDSA signing key",
                               has_rsa ? ". " : "", has_rsa ? kRsaAdvice : ""));
  }
  return result;
}

const VerificationKey* KeySet::Find(absl::string_view kid) const {
  auto it = keys_.find(std::string(kid));
  return it == keys_.end() ? nullptr : &it->second;
}

}  // namespace entente::gate
