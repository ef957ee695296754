#include "services/common/gate/peer.h"

#include <openssl/pem.h>
#include <openssl/x509.h>

#include <memory>
#include <vector>

#include "grpc/grpc_security_constants.h"
#include "services/common/gate/spiffe.h"

namespace entente::gate {

absl::StatusOr<std::string> IdentifyPeer(const grpc::AuthContext& context,
                                         const std::string& trust_domain) {
  if (!context.IsPeerAuthenticated()) {
    return absl::UnauthenticatedError("peer_without_certificate");
  }
  const std::vector<grpc::string_ref> names =
      context.FindPropertyValues(GRPC_PEER_URI_PROPERTY_NAME);
  if (names.empty()) return absl::UnauthenticatedError("peer_uri_missing");
  if (names.size() > 1) return absl::UnauthenticatedError("peer_uri_not_one");
  std::string id(names[0].data(), names[0].size());
  if (!IsSpiffeId(id, trust_domain)) {
    return absl::UnauthenticatedError("peer_uri_malformed");
  }
  return id;
}

std::string PeerCertificatePem(const grpc::AuthContext& context) {
  const std::vector<grpc::string_ref> own =
      context.FindPropertyValues(GRPC_X509_PEM_CERT_PROPERTY_NAME);
  if (own.size() != 1) return "";
  std::string pem(own[0].data(), own[0].size());
  // On a server OpenSSL leaves the peer's own certificate out of its chain.
  for (const grpc::string_ref& above :
       context.FindPropertyValues(GRPC_X509_PEM_CERT_CHAIN_PROPERTY_NAME)) {
    pem.append(above.data(), above.size());
  }
  return pem;
}

std::string PeerCertificateSha256(const grpc::AuthContext& context) {
  const std::vector<grpc::string_ref> pem =
      context.FindPropertyValues(GRPC_X509_PEM_CERT_PROPERTY_NAME);
  if (pem.size() != 1) return "";
  return CertificateSha256(std::string(pem[0].data(), pem[0].size()));
}

std::string CertificateSha256(const std::string& pem) {
  std::unique_ptr<BIO, decltype(&BIO_free)> bio(
      BIO_new_mem_buf(pem.data(), static_cast<int>(pem.size())), BIO_free);
  std::unique_ptr<X509, decltype(&X509_free)> certificate(
      PEM_read_bio_X509(bio.get(), nullptr, nullptr, nullptr), X509_free);
  std::string digest(EVP_MAX_MD_SIZE, '\0');
  unsigned int size = 0;
  if (!certificate ||
      X509_digest(certificate.get(), EVP_sha256(),
                  reinterpret_cast<unsigned char*>(digest.data()),
                  &size) != 1) {
    return "";
  }
  digest.resize(size);
  return digest;
}

}  // namespace entente::gate
