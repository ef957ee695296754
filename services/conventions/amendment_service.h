// Amendments and versions of a convention; see amendment_service.proto.
#ifndef SERVICES_CONVENTIONS_AMENDMENT_SERVICE_H_
#define SERVICES_CONVENTIONS_AMENDMENT_SERVICE_H_

#include "absl/status/statusor.h"
#include "entente/conventions/v1/amendment_service.grpc.pb.h"
#include "services/common/gate/gate.h"
#include "services/conventions/service_context.h"

namespace entente::conventions {

// Thread-safe. `context` outlives the service.
class AmendmentService final : public v1::AmendmentService::Service {
 public:
  explicit AmendmentService(ServiceContext& context);

  grpc::Status CreateAmendment(grpc::ServerContext* context,
                               const v1::CreateAmendmentRequest* request,
                               v1::Amendment* response) override;
  grpc::Status ListAmendments(grpc::ServerContext* context,
                              const v1::ListAmendmentsRequest* request,
                              v1::ListAmendmentsResponse* response) override;
  grpc::Status ApproveAmendment(grpc::ServerContext* context,
                                const v1::ApproveAmendmentRequest* request,
                                v1::Amendment* response) override;
  grpc::Status ApplyAmendment(grpc::ServerContext* context,
                              const v1::ApplyAmendmentRequest* request,
                              v1::Amendment* response) override;
  grpc::Status WithdrawAmendment(grpc::ServerContext* context,
                                 const v1::WithdrawAmendmentRequest* request,
                                 v1::Amendment* response) override;
  grpc::Status DiffConventionVersions(
      grpc::ServerContext* context,
      const v1::DiffConventionVersionsRequest* request,
      v1::DiffConventionVersionsResponse* response) override;

 private:
  ServiceContext& context_;
  gate::Door door_;
};

}  // namespace entente::conventions

#endif  // SERVICES_CONVENTIONS_AMENDMENT_SERVICE_H_
