// Evidence, listed and withdrawn; see evidence_service.proto.
// evidence_handlers.cc.
#ifndef SERVICES_CONVENTIONS_EVIDENCE_SERVICE_H_
#define SERVICES_CONVENTIONS_EVIDENCE_SERVICE_H_

#include "entente/conventions/v1/evidence_service.grpc.pb.h"
#include "services/common/gate/gate.h"
#include "services/conventions/service_context.h"

namespace entente::conventions {

// Thread-safe. `context` outlives the service.
class EvidenceService final : public v1::EvidenceService::Service {
 public:
  explicit EvidenceService(ServiceContext& context);

  grpc::Status ListEvidence(grpc::ServerContext* context,
                            const v1::ListEvidenceRequest* request,
                            v1::ListEvidenceResponse* response) override;
  grpc::Status WithdrawEvidence(grpc::ServerContext* context,
                                const v1::WithdrawEvidenceRequest* request,
                                v1::Evidence* response) override;

 private:
  ServiceContext& context_;
  gate::Door door_;
};

}  // namespace entente::conventions

#endif  // SERVICES_CONVENTIONS_EVIDENCE_SERVICE_H_
