#include "services/common/channel/tls_files.h"

#include <openssl/pem.h>
#include <openssl/x509.h>
#include <sys/stat.h>

#include <cstdio>
#include <memory>

#include "absl/strings/str_cat.h"

namespace entente {
namespace {

absl::Status Refuse(const std::string& path, absl::string_view cause) {
  return absl::FailedPreconditionError(absl::StrCat(path, " ", cause));
}

using File = std::unique_ptr<FILE, decltype(&std::fclose)>;
using Certificate = std::unique_ptr<X509, decltype(&X509_free)>;
using Key = std::unique_ptr<EVP_PKEY, decltype(&EVP_PKEY_free)>;

Certificate ReadCertificate(const std::string& path) {
  File file(std::fopen(path.c_str(), "r"), std::fclose);
  return Certificate(
      file ? PEM_read_X509(file.get(), nullptr, nullptr, nullptr) : nullptr,
      X509_free);
}

Key ReadKey(const std::string& path) {
  File file(std::fopen(path.c_str(), "r"), std::fclose);
  return Key(file ? PEM_read_PrivateKey(file.get(), nullptr, nullptr, nullptr)
                  : nullptr,
             EVP_PKEY_free);
}

absl::Status CheckValidity(const std::string& path, const X509& certificate,
                           absl::Time now) {
  time_t seconds = absl::ToTimeT(now);
  if (X509_cmp_time(X509_get0_notBefore(&certificate), &seconds) > 0) {
    return Refuse(path, "is not valid yet; check the machine's clock.");
  }
  if (X509_cmp_time(X509_get0_notAfter(&certificate), &seconds) < 0) {
    return Refuse(path, "has expired; renew it (locally: tools/dev/make-ca).");
  }
  return absl::OkStatus();
}

}  // namespace

TlsFiles TlsFiles::In(const std::string& dir) {
  return {dir + "/ca.crt", dir + "/tls.crt", dir + "/tls.key"};
}

absl::Status CheckTlsFiles(const TlsFiles& files, absl::Time now) {
  for (const std::string& path : {files.ca, files.cert, files.key}) {
    struct stat info {};
    if (path.empty() || stat(path.c_str(), &info) != 0 ||
        !S_ISREG(info.st_mode)) {
      return Refuse(path.empty() ? "A TLS file" : path,
                    "is missing; name it with --tls-dir or --tls-ca, "
                    "--tls-cert and --tls-key (locally, tools/dev/make-ca "
                    "makes them).");
    }
    if (path == files.key && (info.st_mode & (S_IRWXO | S_IWGRP)) != 0) {
      return Refuse(path,
                    "is a private key open to other users; close it with "
                    "chmod 600.");
    }
  }
  if (ReadCertificate(files.ca) == nullptr) {
    return Refuse(files.ca, "is not a certificate in PEM.");
  }
  const Certificate certificate = ReadCertificate(files.cert);
  if (certificate == nullptr) {
    return Refuse(files.cert, "is not a certificate in PEM.");
  }
  const Key key = ReadKey(files.key);
  if (key == nullptr) return Refuse(files.key, "is not a private key in PEM.");
  if (X509_check_private_key(certificate.get(), key.get()) != 1) {
    return Refuse(files.key,
                  absl::StrCat("does not belong to ", files.cert, "."));
  }
  return CheckValidity(files.cert, *certificate, now);
}

}  // namespace entente
