#include "services/common/channel/tls_files.h"

#include <openssl/pem.h>
#include <openssl/x509.h>
#include <openssl/x509_vfy.h>
#include <openssl/x509v3.h>
#include <sys/stat.h>

#include <algorithm>
#include <memory>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "services/common/base/error.h"
#include "services/common/base/regular_file.h"
#include "services/common/channel/certificates.h"

namespace entente {
namespace {

// A chain or a bundle of authorities is a few KiB.
constexpr size_t kFileBytesMax = 1024 * 1024;

using Key = std::unique_ptr<EVP_PKEY, decltype(&EVP_PKEY_free)>;
absl::Status Refuse(const std::string& path, absl::string_view cause) {
  return absl::FailedPreconditionError(absl::StrCat(path, " ", cause));
}

absl::Status Missing(const std::string& path) {
  return Refuse(path.empty() ? "A TLS file" : path,
                "is missing; name it with --tls-dir or --tls-ca, --tls-cert "
                "and --tls-key (locally, tools/dev/make-ca makes them).");
}

// Judges and reads one and the same file, whatever its name leads to later.
absl::StatusOr<std::string> ReadFile(const std::string& path, bool is_secret) {
  absl::StatusOr<RegularFile> file = ReadRegularFile(path, kFileBytesMax);
  if (absl::IsNotFound(file.status())) return Missing(path);
  if (!file.ok()) {
    return Refuse(path,
                  absl::StrCat(std::string(file.status().message()), "."));
  }
  if (is_secret && (file->mode & (S_IRWXO | S_IWGRP)) != 0) {
    return Refuse(path,
                  "is a private key open to other users; close it with "
                  "chmod 600.");
  }
  if (file->bytes.size() > kFileBytesMax) {
    return Refuse(path, "is larger than 1 MiB.");
  }
  return std::move(file->bytes);
}

// All of them or an error: what is cut off after the first would go unnoticed
// until somebody needs the rest.
absl::StatusOr<std::vector<CertificatePtr>> ReadAllCertificates(
    const std::string& path, const std::string& text) {
  std::vector<CertificatePtr> found = ReadCertificates(text);
  if (found.empty()) return Refuse(path, "is not a certificate in PEM.");
  constexpr absl::string_view kBegin = "-----BEGIN CERTIFICATE-----";
  constexpr absl::string_view kEnd = "-----END CERTIFICATE-----";
  size_t blocks = 0;
  for (size_t at = text.find(kBegin.data()); at != std::string::npos;
       at = text.find(kBegin.data(), at + 1)) {
    ++blocks;
  }
  const std::string rest = text.substr(text.rfind(kEnd.data()) + kEnd.size());
  if (blocks != found.size() || absl::StrContains(rest, "-----B")) {
    return Refuse(path, "is cut off or damaged after its first certificate.");
  }
  return found;
}

// Nobody is there to be asked for a password.
int NoPassword(char*, int, int, void*) { return -1; }

absl::Status CheckPair(const TlsFiles& files, X509* certificate,
                       const std::string& key_text) {
  const Key key(PEM_read_bio_PrivateKey(ReaderOf(key_text).get(), nullptr,
                                        NoPassword, nullptr),
                EVP_PKEY_free);
  if (key == nullptr) {
    return Refuse(files.key, "is not a private key in PEM, or has a password.");
  }
  if (X509_check_private_key(certificate, key.get()) != 1) {
    return Refuse(files.key,
                  absl::StrCat("does not belong to ", files.cert, "."));
  }
  return absl::OkStatus();
}

absl::Status CheckValidity(const std::string& path, const X509* certificate,
                           absl::Time now) {
  time_t seconds = absl::ToTimeT(now);
  if (X509_cmp_time(X509_get0_notBefore(certificate), &seconds) > 0) {
    return Refuse(path, "is not valid yet; check the machine's clock.");
  }
  if (X509_cmp_time(X509_get0_notAfter(certificate), &seconds) < 0) {
    return Refuse(path, "has expired; renew it (locally: tools/dev/make-ca).");
  }
  return absl::OkStatus();
}

std::vector<std::string> UrisOf(const X509* certificate) {
  std::vector<std::string> uris;
  std::unique_ptr<GENERAL_NAMES, decltype(&GENERAL_NAMES_free)> names(
      static_cast<GENERAL_NAMES*>(X509_get_ext_d2i(
          certificate, NID_subject_alt_name, nullptr, nullptr)),
      GENERAL_NAMES_free);
  for (int i = 0; i < sk_GENERAL_NAME_num(names.get()); ++i) {
    const GENERAL_NAME* name = sk_GENERAL_NAME_value(names.get(), i);
    if (name->type != GEN_URI) continue;
    const ASN1_IA5STRING* uri = name->d.uniformResourceIdentifier;
    uris.emplace_back(reinterpret_cast<const char*>(ASN1_STRING_get0_data(uri)),
                      static_cast<size_t>(ASN1_STRING_length(uri)));
  }
  std::sort(uris.begin(), uris.end());
  return uris;
}

}  // namespace

TlsFiles TlsFiles::In(const std::string& dir) {
  return {dir + "/ca.crt", dir + "/tls.crt", dir + "/tls.key"};
}

absl::StatusOr<TlsMaterial> ReadTlsMaterial(const TlsFiles& files,
                                            absl::Time now) {
  TlsMaterial result;
  ENTENTE_ASSIGN_OR_RETURN(result.ca, ReadFile(files.ca, false));
  ENTENTE_ASSIGN_OR_RETURN(result.cert, ReadFile(files.cert, false));
  ENTENTE_ASSIGN_OR_RETURN(result.key, ReadFile(files.key, true));
  ENTENTE_ASSIGN_OR_RETURN(const std::vector<CertificatePtr> authorities,
                           ReadAllCertificates(files.ca, result.ca));
  ENTENTE_ASSIGN_OR_RETURN(const std::vector<CertificatePtr> chain,
                           ReadAllCertificates(files.cert, result.cert));
  ENTENTE_RETURN_IF_ERROR(CheckPair(files, chain[0].get(), result.key));
  ENTENTE_RETURN_IF_ERROR(CheckValidity(files.cert, chain[0].get(), now));
  result.until = ToTime(X509_get0_notAfter(chain[0].get()));
  result.uris = UrisOf(chain[0].get());
  result.is_of_ca =
      VerifyChain(authorities, chain, nullptr, now).error == X509_V_OK;
  return result;
}

}  // namespace entente
