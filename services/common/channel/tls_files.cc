#include "services/common/channel/tls_files.h"

#include <fcntl.h>
#include <openssl/pem.h>
#include <openssl/x509.h>
#include <openssl/x509_vfy.h>
#include <openssl/x509v3.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <memory>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "services/common/base/error.h"

namespace entente {
namespace {

// A chain or a bundle of authorities is a few KiB.
constexpr size_t kFileBytesMax = 1024 * 1024;

using Certificate = std::unique_ptr<X509, decltype(&X509_free)>;
using Key = std::unique_ptr<EVP_PKEY, decltype(&EVP_PKEY_free)>;
using Bio = std::unique_ptr<BIO, decltype(&BIO_free)>;

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
  // Not blocking: a pipe in the place of a file must not hold the program.
  const int fd = open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK);
  if (fd < 0) return Missing(path);
  struct Closer {
    int fd;
    ~Closer() { close(fd); }
  } closer{fd};
  struct stat info {};
  if (fstat(fd, &info) != 0 || !S_ISREG(info.st_mode)) return Missing(path);
  if (is_secret && (info.st_mode & (S_IRWXO | S_IWGRP)) != 0) {
    return Refuse(path,
                  "is a private key open to other users; close it with "
                  "chmod 600.");
  }
  std::string text(kFileBytesMax + 1, '\0');
  size_t size = 0;
  ssize_t got = 0;
  while (size < text.size() &&
         (got = read(fd, text.data() + size, text.size() - size)) > 0) {
    size += static_cast<size_t>(got);
  }
  if (got < 0) return Refuse(path, "cannot be read.");
  if (size > kFileBytesMax) return Refuse(path, "is larger than 1 MiB.");
  text.resize(size);
  return text;
}

Bio Reader(const std::string& text) {
  return Bio(BIO_new_mem_buf(text.data(), static_cast<int>(text.size())),
             BIO_free);
}

// All of them or an error: what is cut off after the first would go unnoticed
// until somebody needs the rest.
absl::StatusOr<std::vector<Certificate>> ReadCertificates(
    const std::string& path, const std::string& text) {
  const Bio bio = Reader(text);
  std::vector<Certificate> found;
  while (X509* raw = PEM_read_bio_X509(bio.get(), nullptr, nullptr, nullptr)) {
    found.emplace_back(raw, X509_free);
  }
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
  const Key key(PEM_read_bio_PrivateKey(Reader(key_text).get(), nullptr,
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

absl::Time EndOf(const X509* certificate) {
  tm parts{};
  return ASN1_TIME_to_tm(X509_get0_notAfter(certificate), &parts) == 1
             ? absl::FromTM(parts, absl::UTCTimeZone())
             : absl::InfinitePast();
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

bool IsSignedBy(const std::vector<Certificate>& authorities,
                const std::vector<Certificate>& chain, absl::Time now) {
  std::unique_ptr<X509_STORE, decltype(&X509_STORE_free)> store(
      X509_STORE_new(), X509_STORE_free);
  for (const Certificate& ca : authorities) {
    X509_STORE_add_cert(store.get(), ca.get());
  }
  std::unique_ptr<STACK_OF(X509), void (*)(STACK_OF(X509)*)> above(
      sk_X509_new_null(), [](STACK_OF(X509) * stack) { sk_X509_free(stack); });
  for (size_t i = 1; i < chain.size(); ++i) {
    sk_X509_push(above.get(), chain[i].get());
  }
  std::unique_ptr<X509_STORE_CTX, decltype(&X509_STORE_CTX_free)> context(
      X509_STORE_CTX_new(), X509_STORE_CTX_free);
  if (X509_STORE_CTX_init(context.get(), store.get(), chain[0].get(),
                          above.get()) != 1) {
    return false;
  }
  X509_STORE_CTX_set_time(context.get(), 0, absl::ToTimeT(now));
  return X509_verify_cert(context.get()) == 1;
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
  ENTENTE_ASSIGN_OR_RETURN(const std::vector<Certificate> authorities,
                           ReadCertificates(files.ca, result.ca));
  ENTENTE_ASSIGN_OR_RETURN(const std::vector<Certificate> chain,
                           ReadCertificates(files.cert, result.cert));
  ENTENTE_RETURN_IF_ERROR(CheckPair(files, chain[0].get(), result.key));
  ENTENTE_RETURN_IF_ERROR(CheckValidity(files.cert, chain[0].get(), now));
  result.until = EndOf(chain[0].get());
  result.uris = UrisOf(chain[0].get());
  result.is_of_ca = IsSignedBy(authorities, chain, now);
  return result;
}

}  // namespace entente
