// Certificates in PEM and the chains they form: what tls_files.h and
// revocation.h both ask of OpenSSL.
#ifndef SERVICES_COMMON_CHANNEL_CERTIFICATES_H_
#define SERVICES_COMMON_CHANNEL_CERTIFICATES_H_

#include <openssl/bio.h>
#include <openssl/x509.h>

#include <map>
#include <memory>
#include <string>
#include <vector>

#include "absl/time/time.h"

namespace entente {

using BioPtr = std::unique_ptr<BIO, decltype(&BIO_free)>;
using CertificatePtr = std::unique_ptr<X509, decltype(&X509_free)>;
using CrlPtr = std::unique_ptr<X509_CRL, decltype(&X509_CRL_free)>;

// Reads `text`, which outlives it.
BioPtr ReaderOf(const std::string& text);

// The certificates in `pem`, up to the first thing that is none.
std::vector<CertificatePtr> ReadCertificates(const std::string& pem);

// InfinitePast when it is none.
absl::Time ToTime(const ASN1_TIME* time);

// What a chain came to at a time.
struct ChainVerdict {
  // X509_V_OK, or why the chain is not good (openssl/x509_vfy.h).
  int error;
  // Of a good one: the earliest end of its certificates.
  absl::Time until = absl::InfinitePast();
};

// Whether `chain`, own certificate first and not empty, leads to one of
// `authorities` at `now`, and no certificate in it is taken back by `lists`.
// Null: not asked; otherwise an issuer without a list makes the chain bad.
ChainVerdict VerifyChain(const std::vector<CertificatePtr>& authorities,
                         const std::vector<CertificatePtr>& chain,
                         const std::map<std::string, CrlPtr>* lists,
                         absl::Time now);

}  // namespace entente

#endif  // SERVICES_COMMON_CHANNEL_CERTIFICATES_H_
