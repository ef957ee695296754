#include "services/common/gate/token_issuer.h"

#include <openssl/bn.h>
#include <openssl/core_names.h>
#include <openssl/ec.h>
#include <openssl/ecdsa.h>
#include <openssl/pem.h>

#include <optional>
#include <utility>

#include "absl/strings/str_cat.h"
#include "nlohmann/json.hpp"
#include "services/common/gate/base64url.h"
#include "services/common/gate/strict_json.h"
#include "services/common/gate/text_file.h"

namespace entente::gate {
namespace {

using nlohmann::json;

// A key set of one key, or that key.
constexpr size_t kFileBytesMax = 64 * 1024;

const unsigned char* Bytes(const std::string& text) {
  return reinterpret_cast<const unsigned char*>(text.data());
}

absl::Status CryptoError(absl::string_view what) {
  return absl::InternalError(absl::StrCat("OpenSSL could not ", what));
}

// JWS wants r and s as two 32-byte numbers; OpenSSL gives DER.
absl::StatusOr<std::string> RawFromDer(const std::string& der) {
  const unsigned char* cursor = Bytes(der);
  std::unique_ptr<ECDSA_SIG, decltype(&ECDSA_SIG_free)> signature(
      d2i_ECDSA_SIG(nullptr, &cursor, static_cast<long>(der.size())),
      ECDSA_SIG_free);
  if (!signature) return CryptoError("read its own signature");
  std::string raw(64, '\0');
  auto* out = reinterpret_cast<unsigned char*>(raw.data());
  BN_bn2binpad(ECDSA_SIG_get0_r(signature.get()), out, 32);
  BN_bn2binpad(ECDSA_SIG_get0_s(signature.get()), out + 32, 32);
  return raw;
}

std::string Number(EVP_PKEY* key, const char* name) {
  BIGNUM* value = nullptr;
  if (EVP_PKEY_get_bn_param(key, name, &value) != 1) return "";
  std::string bytes(32, '\0');
  BN_bn2binpad(value, reinterpret_cast<unsigned char*>(bytes.data()), 32);
  BN_free(value);
  return bytes;
}

absl::StatusOr<std::string> ReadFile(const std::string& path) {
  std::optional<std::string> text = ReadTextFile(path, kFileBytesMax);
  if (!text || text->size() > kFileBytesMax) {
    return absl::FailedPreconditionError(
        absl::StrCat(path, " cannot be read; run tools/dev/make-ca first."));
  }
  return *std::move(text);
}

}  // namespace

absl::StatusOr<Issuer> Issuer::Generate(TokenAlgorithm algorithm,
                                        const std::string& kid) {
  EVP_PKEY* key = algorithm == TokenAlgorithm::kEs256
                      ? EVP_EC_gen("P-256")
                      : EVP_PKEY_Q_keygen(nullptr, nullptr, "ED25519");
  if (key == nullptr) return CryptoError("make a key");
  Issuer issuer;
  issuer.algorithm_ = algorithm;
  issuer.kid_ = kid;
  issuer.key_ = std::shared_ptr<EVP_PKEY>(key, EVP_PKEY_free);
  return issuer;
}

absl::StatusOr<Issuer> Issuer::FromPem(const std::string& pem,
                                       TokenAlgorithm algorithm,
                                       const std::string& kid) {
  std::unique_ptr<BIO, decltype(&BIO_free)> bio(
      BIO_new_mem_buf(pem.data(), static_cast<int>(pem.size())), BIO_free);
  EVP_PKEY* key = PEM_read_bio_PrivateKey(bio.get(), nullptr, nullptr, nullptr);
  Issuer issuer;
  issuer.key_ = std::shared_ptr<EVP_PKEY>(key, EVP_PKEY_free);
  const char* type = algorithm == TokenAlgorithm::kEs256 ? "EC" : "ED25519";
  if (key == nullptr || EVP_PKEY_is_a(key, type) != 1) {
    return absl::FailedPreconditionError(
        absl::StrCat("the issuer's key is not a private key of type ", type));
  }
  issuer.algorithm_ = algorithm;
  issuer.kid_ = kid;
  return issuer;
}

absl::StatusOr<std::string> Issuer::Sign(const std::string& input) const {
  std::unique_ptr<EVP_MD_CTX, decltype(&EVP_MD_CTX_free)> context(
      EVP_MD_CTX_new(), EVP_MD_CTX_free);
  const EVP_MD* digest =
      algorithm_ == TokenAlgorithm::kEs256 ? EVP_sha256() : nullptr;
  size_t size = 256;
  std::string signature(size, '\0');
  if (EVP_DigestSignInit(context.get(), nullptr, digest, nullptr, key_.get()) !=
          1 ||
      EVP_DigestSign(context.get(),
                     reinterpret_cast<unsigned char*>(signature.data()), &size,
                     Bytes(input), input.size()) != 1) {
    return CryptoError("sign");
  }
  signature.resize(size);
  if (algorithm_ == TokenAlgorithm::kEdDsa) return signature;
  return RawFromDer(signature);
}

absl::StatusOr<std::string> Issuer::SignRaw(
    const std::string& header_json, const std::string& payload_json) const {
  const std::string input = absl::StrCat(Base64UrlEncode(header_json), ".",
                                         Base64UrlEncode(payload_json));
  absl::StatusOr<std::string> signature = Sign(input);
  if (!signature.ok()) return signature.status();
  return absl::StrCat(input, ".", Base64UrlEncode(*signature));
}

absl::StatusOr<std::string> Issuer::SignToken(
    const TokenRequest& request) const {
  const json header = {{"alg", std::string(AlgorithmName(algorithm_))},
                       {"kid", kid_},
                       {"typ", "JWT"}};
  const int64_t issued = absl::ToUnixSeconds(request.issued);
  json payload = {
      {"iss", request.issuer},
      {"aud", request.audience},
      {"sub", request.subject},
      {"iat", issued},
      {"nbf", issued},
      {"exp", issued + absl::ToInt64Seconds(request.lifetime)},
      {"typ", "Bearer"},
      {"realm_access", {{"roles", request.roles}}},
  };
  if (!request.certificate_sha256.empty()) {
    payload["cnf"] = {
        {"x5t#S256", Base64UrlEncode(request.certificate_sha256)}};
  }
  return SignRaw(header.dump(), payload.dump());
}

std::string Issuer::Jwks() const {
  json jwk = {{"kid", kid_},
              {"use", "sig"},
              {"alg", std::string(AlgorithmName(algorithm_))}};
  if (algorithm_ == TokenAlgorithm::kEs256) {
    jwk["kty"] = "EC";
    jwk["crv"] = "P-256";
    jwk["x"] = Base64UrlEncode(Number(key_.get(), OSSL_PKEY_PARAM_EC_PUB_X));
    jwk["y"] = Base64UrlEncode(Number(key_.get(), OSSL_PKEY_PARAM_EC_PUB_Y));
  } else {
    std::string x(32, '\0');
    size_t size = x.size();
    EVP_PKEY_get_raw_public_key(
        key_.get(), reinterpret_cast<unsigned char*>(x.data()), &size);
    jwk["kty"] = "OKP";
    jwk["crv"] = "Ed25519";
    jwk["x"] = Base64UrlEncode(x);
  }
  json set;
  set["keys"] = json::array({jwk});
  return set.dump(2) + "\n";
}

absl::StatusOr<Issuer> LoadIssuer(const std::string& dir) {
  const std::string jwks_path = dir + "/issuer/jwks.json";
  const std::string key_path = dir + "/issuer/issuer.key";
  absl::StatusOr<std::string> jwks = ReadFile(jwks_path);
  if (!jwks.ok()) return jwks.status();
  absl::StatusOr<std::string> pem = ReadFile(key_path);
  if (!pem.ok()) return pem.status();
  const json set = json::parse(*jwks, nullptr, /*allow_exceptions=*/false);
  if (!set.is_object() || !set.contains("keys") || !set["keys"].is_array() ||
      set["keys"].empty() || !set["keys"][0].is_object() ||
      !set["keys"][0].contains("kid") || !set["keys"][0]["kid"].is_string()) {
    return absl::FailedPreconditionError(absl::StrCat(
        jwks_path, " names no key; remove it and run tools/dev/make-ca."));
  }
  const std::string kid = set["keys"][0]["kid"].get<std::string>();
  absl::StatusOr<Issuer> issuer =
      Issuer::FromPem(*pem, TokenAlgorithm::kEs256, kid);
  if (!issuer.ok()) {
    return absl::FailedPreconditionError(
        absl::StrCat(key_path, ": ", issuer.status().message()));
  }
  return issuer;
}

}  // namespace entente::gate
