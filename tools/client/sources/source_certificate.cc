#include "tools/client/sources/source_certificate.h"

#include <openssl/bn.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/x509v3.h>

#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "services/common/base/error.h"
#include "tools/client/files.h"

namespace entente::client {
namespace {

template <class T>
using Owned = std::unique_ptr<T, void (*)(T*)>;

void FreeBio(BIO* bio) { BIO_free(bio); }

constexpr int kSerialBits = 127;

absl::Status Broken(const char* what) {
  return absl::InternalError(absl::StrCat("cannot ", what));
}

absl::Status NoAuthority() {
  return MakeError(
      absl::StatusCode::kFailedPrecondition,
      {.reason = "DEV_AUTHORITY",
       .sentence = {"pki/ca.crt and pki/ca.key are no certificate and key that "
                    "belong together; run tools/dev/make-ca, or ask for a "
                    "request with --csr.",
                    "pki/ca.crt et pki/ca.key ne sont pas un certificat et sa "
                    "clé ; lancez tools/dev/make-ca, ou demandez une requête "
                    "avec --csr.",
                    "pki/ca.crt en pki/ca.key zijn geen certificaat met zijn "
                    "sleutel; voer tools/dev/make-ca uit, of vraag een "
                    "aanvraag met --csr."}});
}

template <class Write>
std::string Pem(Write write) {
  const Owned<BIO> bio(BIO_new(BIO_s_mem()), FreeBio);
  if (bio == nullptr || write(bio.get()) != 1) return "";
  char* data = nullptr;
  const auto size = BIO_get_mem_data(bio.get(), &data);
  return std::string(data, static_cast<size_t>(size));
}

Owned<BIO> Memory(const std::string& pem) {
  return {BIO_new_mem_buf(pem.data(), static_cast<int>(pem.size())), FreeBio};
}

bool SetName(X509_NAME* name, const std::string& text) {
  return X509_NAME_add_entry_by_txt(
             name, "CN", MBSTRING_UTF8,
             reinterpret_cast<const unsigned char*>(text.c_str()), -1, -1,
             0) == 1;
}

// Whose identity it is, and what for: towards services, as a client.
std::vector<std::pair<int, std::string>> Extensions(const std::string& uri) {
  return {{NID_basic_constraints, "critical,CA:FALSE"},
          {NID_key_usage, "critical,digitalSignature"},
          {NID_ext_key_usage, "clientAuth"},
          {NID_subject_alt_name, absl::StrCat("URI:", uri)}};
}

Owned<X509_EXTENSION> MakeExtension(X509V3_CTX* context, int nid,
                                    const std::string& value) {
  return {X509V3_EXT_conf_nid(nullptr, context, nid, value.c_str()),
          X509_EXTENSION_free};
}

std::string MakeRequest(const std::string& name, const std::string& uri,
                        EVP_PKEY* key) {
  const Owned<X509_REQ> request(X509_REQ_new(), X509_REQ_free);
  STACK_OF(X509_EXTENSION)* list = sk_X509_EXTENSION_new_null();
  X509V3_CTX context;
  X509V3_set_ctx_nodb(&context);
  X509V3_set_ctx(&context, nullptr, nullptr, request.get(), nullptr, 0);
  bool is_made = request != nullptr && list != nullptr &&
                 X509_REQ_set_version(request.get(), 0) == 1 &&
                 SetName(X509_REQ_get_subject_name(request.get()), name) &&
                 X509_REQ_set_pubkey(request.get(), key) == 1;
  for (const auto& [nid, value] : Extensions(uri)) {
    if (!is_made) break;
    Owned<X509_EXTENSION> extension = MakeExtension(&context, nid, value);
    is_made = extension != nullptr &&
              sk_X509_EXTENSION_push(list, extension.get()) > 0;
    if (is_made) extension.release();
  }
  is_made = is_made && X509_REQ_add_extensions(request.get(), list) == 1 &&
            X509_REQ_sign(request.get(), key, EVP_sha256()) > 0;
  sk_X509_EXTENSION_pop_free(list, X509_EXTENSION_free);
  if (!is_made) return "";
  return Pem(
      [&](BIO* bio) { return PEM_write_bio_X509_REQ(bio, request.get()); });
}

bool SetSerial(X509* certificate) {
  const Owned<BIGNUM> serial(BN_new(), BN_free);
  return serial != nullptr &&
         BN_rand(serial.get(), kSerialBits, BN_RAND_TOP_ONE,
                 BN_RAND_BOTTOM_ANY) == 1 &&
         BN_to_ASN1_INTEGER(serial.get(), X509_get_serialNumber(certificate)) !=
             nullptr;
}

absl::StatusOr<std::string> Sign(const std::string& name,
                                 const std::string& uri, EVP_PKEY* key,
                                 const DevAuthority& authority, absl::Time now,
                                 absl::Time end) {
  const Owned<X509> issuer(
      PEM_read_bio_X509(Memory(authority.certificate).get(), nullptr, nullptr,
                        nullptr),
      X509_free);
  const Owned<EVP_PKEY> issuer_key(
      PEM_read_bio_PrivateKey(Memory(authority.key).get(), nullptr, nullptr,
                              nullptr),
      EVP_PKEY_free);
  if (issuer == nullptr || issuer_key == nullptr ||
      X509_check_private_key(issuer.get(), issuer_key.get()) != 1) {
    return NoAuthority();
  }
  const Owned<X509> made(X509_new(), X509_free);
  X509V3_CTX context;
  X509V3_set_ctx_nodb(&context);
  X509V3_set_ctx(&context, issuer.get(), made.get(), nullptr, nullptr, 0);
  bool is_made =
      made != nullptr && X509_set_version(made.get(), X509_VERSION_3) == 1 &&
      SetSerial(made.get()) &&
      SetName(X509_get_subject_name(made.get()), name) &&
      X509_set_issuer_name(made.get(), X509_get_subject_name(issuer.get())) ==
          1 &&
      // A minute back: the clock of a service may be a little behind.
      ASN1_TIME_set(X509_getm_notBefore(made.get()),
                    absl::ToTimeT(now - absl::Minutes(1))) != nullptr &&
      ASN1_TIME_set(X509_getm_notAfter(made.get()), absl::ToTimeT(end)) !=
          nullptr &&
      X509_set_pubkey(made.get(), key) == 1;
  for (const auto& [nid, value] : Extensions(uri)) {
    if (!is_made) break;
    const Owned<X509_EXTENSION> extension = MakeExtension(&context, nid, value);
    is_made = extension != nullptr &&
              X509_add_ext(made.get(), extension.get(), -1) == 1;
  }
  if (!is_made || X509_sign(made.get(), issuer_key.get(), EVP_sha256()) <= 0) {
    return Broken("sign a certificate");
  }
  return Pem([&](BIO* bio) { return PEM_write_bio_X509(bio, made.get()); });
}

std::string KeySha256(EVP_PKEY* key) {
  unsigned char* der = nullptr;
  const int size = i2d_PUBKEY(key, &der);
  if (size <= 0) return "";
  const std::string bytes(reinterpret_cast<char*>(der),
                          static_cast<size_t>(size));
  OPENSSL_free(der);
  return Sha256Hex(bytes);
}

}  // namespace

absl::StatusOr<SourceCertificate> MakeSourceCertificate(
    const std::string& name, const std::string& uri,
    const DevAuthority* authority, absl::Time now) {
  const Owned<EVP_PKEY> key(EVP_EC_gen("P-256"), EVP_PKEY_free);
  if (key == nullptr) return Broken("make a key");
  SourceCertificate made;
  made.key_sha256 = KeySha256(key.get());
  made.key = Pem([&](BIO* bio) {
    return PEM_write_bio_PrivateKey(bio, key.get(), nullptr, nullptr, 0,
                                    nullptr, nullptr);
  });
  made.request = MakeRequest(name, uri, key.get());
  if (made.key.empty() || made.request.empty() || made.key_sha256.empty()) {
    return Broken("make a certificate request");
  }
  if (authority == nullptr) return made;
  made.end_time = now + absl::Hours(24) * kSourceCertificateDays;
  ENTENTE_ASSIGN_OR_RETURN(
      made.certificate,
      Sign(name, uri, key.get(), *authority, now, *made.end_time));
  return made;
}

}  // namespace entente::client
