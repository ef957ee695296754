// Who is on the other end of the connection, by the certificate that the
// handshake has verified.
#ifndef SERVICES_COMMON_GATE_PEER_H_
#define SERVICES_COMMON_GATE_PEER_H_

#include <string>

#include "absl/status/statusor.h"
#include "grpcpp/security/auth_context.h"

namespace entente::gate {

// The SPIFFE id: the certificate's only URI name, strictly formed, in
// `trust_domain`. The common name is never looked at. Errors: UNAUTHENTICATED
// with a short precise cause for the log.
absl::StatusOr<std::string> IdentifyPeer(const grpc::AuthContext& context,
                                         const std::string& trust_domain);

// The peer's certificate and what it sent with it, in PEM; empty when there is
// none.
std::string PeerCertificatePem(const grpc::AuthContext& context);

// SHA-256 (32 bytes) of the DER form of the peer's certificate; empty when
// there is none.
std::string PeerCertificateSha256(const grpc::AuthContext& context);

// The same for a certificate in PEM.
std::string CertificateSha256(const std::string& pem);

}  // namespace entente::gate

#endif  // SERVICES_COMMON_GATE_PEER_H_
