#include "services/common/base/hash.h"

#include <openssl/core_names.h>
#include <openssl/crypto.h>
#include <openssl/evp.h>
#include <openssl/params.h>
#include <openssl/sha.h>

#include <cstdlib>
#include <memory>

#include "absl/strings/escaping.h"

namespace entente {
namespace {

// OpenSSL 3 looks an algorithm up under a lock at each use, unless it was
// fetched before; and a context costs an allocation or two.
const EVP_MD* Sha256Method() {
  static const EVP_MD* const kMethod = EVP_MD_fetch(nullptr, "SHA256", nullptr);
  return kMethod;
}

EVP_MD_CTX* DigestContext() {
  thread_local const std::unique_ptr<EVP_MD_CTX, decltype(&EVP_MD_CTX_free)>
      context(EVP_MD_CTX_new(), &EVP_MD_CTX_free);
  return context.get();
}

EVP_MAC_CTX* NewHmacContext() {
  EVP_MAC* method = EVP_MAC_fetch(nullptr, "HMAC", nullptr);
  EVP_MAC_CTX* context = EVP_MAC_CTX_new(method);
  EVP_MAC_free(method);
  char digest[] = "SHA256";
  const OSSL_PARAM params[] = {
      OSSL_PARAM_construct_utf8_string("digest", digest, 0),
      OSSL_PARAM_construct_end()};
  if (EVP_MAC_CTX_set_params(context, params) != 1) std::abort();
  return context;
}

EVP_MAC_CTX* HmacContext() {
  thread_local const std::unique_ptr<EVP_MAC_CTX, decltype(&EVP_MAC_CTX_free)>
      context(NewHmacContext(), &EVP_MAC_CTX_free);
  return context.get();
}

// An empty view may hold no pointer, and OpenSSL takes that for "no key".
const unsigned char* Data(absl::string_view bytes) {
  return reinterpret_cast<const unsigned char*>(bytes.empty() ? ""
                                                              : bytes.data());
}

}  // namespace

std::string Sha256(absl::string_view bytes) { return Sha256Of({bytes}); }

std::string Sha256Of(std::initializer_list<absl::string_view> parts) {
  std::string digest(SHA256_DIGEST_LENGTH, '\0');
  EVP_MD_CTX* context = DigestContext();
  bool is_done = EVP_DigestInit_ex2(context, Sha256Method(), nullptr) == 1;
  for (const absl::string_view part : parts) {
    is_done =
        is_done && EVP_DigestUpdate(context, part.data(), part.size()) == 1;
  }
  is_done = is_done &&
            EVP_DigestFinal_ex(context,
                               reinterpret_cast<unsigned char*>(digest.data()),
                               nullptr) == 1;
  // A digest that was not computed must never be taken for one.
  if (!is_done) std::abort();
  return digest;
}

std::string Sha256Hex(absl::string_view bytes) {
  return absl::BytesToHexString(Sha256(bytes));
}

std::string HmacSha256(absl::string_view key, absl::string_view bytes) {
  std::string mac(SHA256_DIGEST_LENGTH, '\0');
  EVP_MAC_CTX* context = HmacContext();
  size_t size = 0;
  const bool is_done =
      EVP_MAC_init(context, Data(key), key.size(), nullptr) == 1 &&
      EVP_MAC_update(context, Data(bytes), bytes.size()) == 1 &&
      EVP_MAC_final(context, reinterpret_cast<unsigned char*>(mac.data()),
                    &size, mac.size()) == 1;
  if (!is_done) std::abort();
  return mac;
}

bool ConstantTimeEquals(absl::string_view a, absl::string_view b) {
  return a.size() == b.size() &&
         CRYPTO_memcmp(a.data(), b.data(), a.size()) == 0;
}

}  // namespace entente
