#include "services/common/server/dev_pki.h"

#include <openssl/bn.h>
#include <openssl/pem.h>
#include <openssl/x509v3.h>
#include <sys/stat.h>

#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>

#include "absl/strings/str_join.h"

namespace entente::server {
namespace {

void Require(bool is_done, const char* what) {
  if (is_done) return;
  std::fprintf(stderr, "test certificates: cannot %s\n", what);
  std::abort();
}

std::shared_ptr<EVP_PKEY> NewKey() {
  EVP_PKEY* key = EVP_EC_gen("P-256");
  Require(key != nullptr, "make a key");
  return std::shared_ptr<EVP_PKEY>(key, EVP_PKEY_free);
}

void AddExtension(X509* certificate, X509* issuer, int nid,
                  const std::string& value) {
  X509V3_CTX context;
  X509V3_set_ctx_nodb(&context);
  X509V3_set_ctx(&context, issuer, certificate, nullptr, nullptr, 0);
  X509_EXTENSION* extension =
      X509V3_EXT_conf_nid(nullptr, &context, nid, value.c_str());
  Require(extension != nullptr, "make an extension");
  X509_add_ext(certificate, extension, -1);
  X509_EXTENSION_free(extension);
}

std::shared_ptr<X509> NewCertificate(const std::string& common_name,
                                     EVP_PKEY* key, absl::Time not_before,
                                     absl::Time not_after) {
  std::shared_ptr<X509> certificate(X509_new(), X509_free);
  X509_set_version(certificate.get(), X509_VERSION_3);
  BIGNUM* serial = BN_new();
  BN_rand(serial, 127, BN_RAND_TOP_ANY, BN_RAND_BOTTOM_ANY);
  BN_to_ASN1_INTEGER(serial, X509_get_serialNumber(certificate.get()));
  BN_free(serial);
  X509_NAME_add_entry_by_txt(
      X509_get_subject_name(certificate.get()), "CN", MBSTRING_UTF8,
      reinterpret_cast<const unsigned char*>(common_name.c_str()), -1, -1, 0);
  ASN1_TIME_set(X509_getm_notBefore(certificate.get()),
                absl::ToTimeT(not_before));
  ASN1_TIME_set(X509_getm_notAfter(certificate.get()),
                absl::ToTimeT(not_after));
  X509_set_pubkey(certificate.get(), key);
  return certificate;
}

template <class Write>
std::string Pem(Write write) {
  std::unique_ptr<BIO, decltype(&BIO_free)> bio(BIO_new(BIO_s_mem()), BIO_free);
  Require(write(bio.get()) == 1, "write PEM");
  char* data = nullptr;
  const long size = BIO_get_mem_data(bio.get(), &data);
  return std::string(data, static_cast<size_t>(size));
}

void WriteFile(const std::string& path, const std::string& text) {
  std::ofstream(path, std::ios::binary) << text;
  Require(chmod(path.c_str(), 0600) == 0, "write a file");
}

}  // namespace

DevCa::DevCa(const std::string& common_name) : key_(NewKey()) {
  certificate_ =
      NewCertificate(common_name, key_.get(), absl::Now() - absl::Hours(24),
                     absl::Now() + absl::Hours(24 * 7));
  X509* raw = certificate_.get();
  X509_set_issuer_name(raw, X509_get_subject_name(raw));
  AddExtension(raw, raw, NID_basic_constraints, "critical,CA:TRUE,pathlen:0");
  AddExtension(raw, raw, NID_key_usage, "critical,keyCertSign,cRLSign");
  AddExtension(raw, raw, NID_subject_key_identifier, "hash");
  Require(X509_sign(raw, key_.get(), EVP_sha256()) != 0, "sign");
}

TlsFiles DevCa::Issue(const std::string& dir,
                      const CertificateRequest& request) const {
  const std::shared_ptr<EVP_PKEY> key = NewKey();
  const std::shared_ptr<X509> certificate = NewCertificate(
      request.common_name, key.get(), request.not_before, request.not_after);
  X509* raw = certificate.get();
  X509_set_issuer_name(raw, X509_get_subject_name(certificate_.get()));
  AddExtension(raw, certificate_.get(), NID_basic_constraints,
               "critical,CA:FALSE");
  AddExtension(raw, certificate_.get(), NID_key_usage,
               "critical,digitalSignature");
  AddExtension(raw, certificate_.get(), NID_ext_key_usage,
               "serverAuth,clientAuth");
  if (!request.names.empty()) {
    AddExtension(raw, certificate_.get(), NID_subject_alt_name,
                 absl::StrJoin(request.names, ","));
  }
  Require(X509_sign(raw, key_.get(), EVP_sha256()) != 0, "sign");

  std::filesystem::create_directories(dir);
  const TlsFiles files = TlsFiles::In(dir);
  WriteFile(files.ca, CertificatePem());
  WriteFile(files.cert,
            Pem([&](BIO* bio) { return PEM_write_bio_X509(bio, raw); }));
  WriteFile(files.key, Pem([&](BIO* bio) {
              return PEM_write_bio_PrivateKey(bio, key.get(), nullptr, nullptr,
                                              0, nullptr, nullptr);
            }));
  return files;
}

std::string DevCa::RevocationListPem(const std::vector<std::string>& revoked,
                                     absl::Time from, absl::Time until,
                                     int64_t number) const {
  std::unique_ptr<X509_CRL, decltype(&X509_CRL_free)> list(X509_CRL_new(),
                                                           X509_CRL_free);
  X509_CRL_set_version(list.get(), X509_CRL_VERSION_2);
  X509_CRL_set_issuer_name(list.get(),
                           X509_get_subject_name(certificate_.get()));
  std::unique_ptr<ASN1_TIME, decltype(&ASN1_TIME_free)> time(
      ASN1_TIME_set(nullptr, absl::ToTimeT(from)), ASN1_TIME_free);
  X509_CRL_set1_lastUpdate(list.get(), time.get());
  for (const std::string& path : revoked) {
    std::unique_ptr<FILE, decltype(&std::fclose)> file(
        std::fopen(path.c_str(), "r"), std::fclose);
    Require(file != nullptr, "read a certificate");
    std::unique_ptr<X509, decltype(&X509_free)> certificate(
        PEM_read_X509(file.get(), nullptr, nullptr, nullptr), X509_free);
    Require(certificate != nullptr, "read a certificate");
    X509_REVOKED* entry = X509_REVOKED_new();
    X509_REVOKED_set_serialNumber(entry,
                                  X509_get_serialNumber(certificate.get()));
    X509_REVOKED_set_revocationDate(entry, time.get());
    X509_CRL_add0_revoked(list.get(), entry);
  }
  ASN1_TIME_set(time.get(), absl::ToTimeT(until));
  X509_CRL_set1_nextUpdate(list.get(), time.get());
  X509_CRL_sort(list.get());
  if (number != 0) {
    std::unique_ptr<ASN1_INTEGER, decltype(&ASN1_INTEGER_free)> value(
        ASN1_INTEGER_new(), ASN1_INTEGER_free);
    ASN1_INTEGER_set_int64(value.get(), number);
    Require(X509_CRL_add1_ext_i2d(list.get(), NID_crl_number, value.get(), 0,
                                  0) == 1,
            "number a list");
  }
  Require(X509_CRL_sign(list.get(), key_.get(), EVP_sha256()) != 0, "sign");
  return Pem([&](BIO* bio) { return PEM_write_bio_X509_CRL(bio, list.get()); });
}

std::string DevCa::CertificatePem() const {
  return Pem(
      [&](BIO* bio) { return PEM_write_bio_X509(bio, certificate_.get()); });
}

}  // namespace entente::server
