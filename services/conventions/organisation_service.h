// The directory of organisations; see organisation_service.proto.
#ifndef SERVICES_CONVENTIONS_ORGANISATION_SERVICE_H_
#define SERVICES_CONVENTIONS_ORGANISATION_SERVICE_H_

#include "absl/status/statusor.h"
#include "entente/conventions/v1/organisation_service.grpc.pb.h"
#include "services/common/gate/gate.h"
#include "services/conventions/service_context.h"

namespace entente::conventions {

// Thread-safe. `context` outlives the service.
class OrganisationService final : public v1::OrganisationService::Service {
 public:
  explicit OrganisationService(ServiceContext& context);

  grpc::Status CreateOrganisation(grpc::ServerContext* context,
                                  const v1::CreateOrganisationRequest* request,
                                  v1::Organisation* response) override;
  grpc::Status UpdateOrganisation(grpc::ServerContext* context,
                                  const v1::UpdateOrganisationRequest* request,
                                  v1::Organisation* response) override;
  grpc::Status ListOrganisationVersions(
      grpc::ServerContext* context,
      const v1::ListOrganisationVersionsRequest* request,
      v1::ListOrganisationVersionsResponse* response) override;
  grpc::Status ListOrganisations(
      grpc::ServerContext* context, const v1::ListOrganisationsRequest* request,
      v1::ListOrganisationsResponse* response) override;

 private:
  ServiceContext& context_;
  gate::Door door_;
};

}  // namespace entente::conventions

#endif  // SERVICES_CONVENTIONS_ORGANISATION_SERVICE_H_
