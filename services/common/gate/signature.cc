#include "services/common/gate/signature.h"

#include <openssl/bn.h>
#include <openssl/ecdsa.h>
#include <openssl/evp.h>

#include <memory>
#include <string>

namespace entente::gate {
namespace {

constexpr size_t kHalfBytes = 32;

const unsigned char* Bytes(absl::string_view text) {
  return reinterpret_cast<const unsigned char*>(text.data());
}

// OpenSSL verifies DER; empty when r or s is zero (range above is checked by
// OpenSSL itself).
std::string DerFromRaw(absl::string_view raw) {
  BIGNUM* r = BN_bin2bn(Bytes(raw), kHalfBytes, nullptr);
  BIGNUM* s = BN_bin2bn(Bytes(raw) + kHalfBytes, kHalfBytes, nullptr);
  std::unique_ptr<ECDSA_SIG, decltype(&ECDSA_SIG_free)> signature(
      ECDSA_SIG_new(), ECDSA_SIG_free);
  if (r == nullptr || s == nullptr || !signature || BN_is_zero(r) ||
      BN_is_zero(s) || ECDSA_SIG_set0(signature.get(), r, s) != 1) {
    BN_free(r);
    BN_free(s);
    return "";
  }
  unsigned char* der = nullptr;
  const int size = i2d_ECDSA_SIG(signature.get(), &der);
  if (size <= 0) return "";
  std::string result(reinterpret_cast<char*>(der), static_cast<size_t>(size));
  OPENSSL_free(der);
  return result;
}

}  // namespace

bool IsSignatureValid(const VerificationKey& key, absl::string_view input,
                      absl::string_view signature) {
  if (signature.size() != 2 * kHalfBytes) return false;
  const bool is_es256 = key.algorithm == TokenAlgorithm::kEs256;
  const std::string bytes =
      is_es256 ? DerFromRaw(signature) : std::string(signature);
  if (bytes.empty()) return false;
  std::unique_ptr<EVP_MD_CTX, decltype(&EVP_MD_CTX_free)> context(
      EVP_MD_CTX_new(), EVP_MD_CTX_free);
  return context &&
         EVP_DigestVerifyInit(context.get(), nullptr,
                              is_es256 ? EVP_sha256() : nullptr, nullptr,
                              key.key.get()) == 1 &&
         EVP_DigestVerify(context.get(), Bytes(bytes), bytes.size(),
                          Bytes(input), input.size()) == 1;
}

}  // namespace entente::gate
