// Later decisions of the State on claims; see claim_revision_service.proto. All
// of it stands in claim_revision_handlers.cc.
#ifndef SERVICES_CONVENTIONS_CLAIM_REVISION_SERVICE_H_
#define SERVICES_CONVENTIONS_CLAIM_REVISION_SERVICE_H_

#include "entente/conventions/v1/claim_revision_service.grpc.pb.h"
#include "services/common/gate/gate.h"
#include "services/conventions/service_context.h"

namespace entente::conventions {

// Thread-safe. `context` outlives the service.
class ClaimRevisionService final : public v1::ClaimRevisionService::Service {
 public:
  explicit ClaimRevisionService(ServiceContext& context);

  grpc::Status CreateClaimRevision(
      grpc::ServerContext* context,
      const v1::CreateClaimRevisionRequest* request,
      v1::ClaimRevision* response) override;
  grpc::Status ListClaimRevisions(
      grpc::ServerContext* context,
      const v1::ListClaimRevisionsRequest* request,
      v1::ListClaimRevisionsResponse* response) override;

 private:
  ServiceContext& context_;
  gate::Door door_;
};

}  // namespace entente::conventions

#endif  // SERVICES_CONVENTIONS_CLAIM_REVISION_SERVICE_H_
