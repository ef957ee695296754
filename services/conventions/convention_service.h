// The convention from its document on; see convention_service.proto.
#ifndef SERVICES_CONVENTIONS_CONVENTION_SERVICE_H_
#define SERVICES_CONVENTIONS_CONVENTION_SERVICE_H_

#include "absl/status/statusor.h"
#include "entente/conventions/v1/convention_service.grpc.pb.h"
#include "services/common/gate/gate.h"
#include "services/conventions/service_context.h"

namespace entente::conventions {

// Thread-safe. `context` outlives the service.
class ConventionService final : public v1::ConventionService::Service {
 public:
  explicit ConventionService(ServiceContext& context);

  grpc::Status ImportConvention(grpc::ServerContext* context,
                                const v1::ImportConventionRequest* request,
                                v1::Convention* response) override;
  grpc::Status GetConvention(grpc::ServerContext* context,
                             const v1::GetConventionRequest* request,
                             v1::Convention* response) override;
  grpc::Status ListConventions(grpc::ServerContext* context,
                               const v1::ListConventionsRequest* request,
                               v1::ListConventionsResponse* response) override;
  grpc::Status SearchNodes(grpc::ServerContext* context,
                           const v1::SearchNodesRequest* request,
                           v1::SearchNodesResponse* response) override;
  grpc::Status DeleteConvention(grpc::ServerContext* context,
                                const v1::DeleteConventionRequest* request,
                                google::protobuf::Empty* response) override;
  grpc::Status ListMeasureDefinitions(
      grpc::ServerContext* context,
      const v1::ListMeasureDefinitionsRequest* request,
      v1::ListMeasureDefinitionsResponse* response) override;

 private:
  absl::StatusOr<v1::Convention> Import(
      const gate::Caller& caller, const v1::ImportConventionRequest& request);

  ServiceContext& context_;
  gate::Door door_;
};

}  // namespace entente::conventions

#endif  // SERVICES_CONVENTIONS_CONVENTION_SERVICE_H_
