// Dotations of a municipality to its police zone and the key that divides them;
// see dotation_service.proto. The RPCs stand in dotation_handlers.cc.
#ifndef SERVICES_CONVENTIONS_DOTATION_SERVICE_H_
#define SERVICES_CONVENTIONS_DOTATION_SERVICE_H_

#include "entente/conventions/v1/dotation_service.grpc.pb.h"
#include "services/common/gate/gate.h"
#include "services/conventions/service_context.h"

namespace entente::conventions {

// Thread-safe. `context` outlives the service.
class DotationService final : public v1::DotationService::Service {
 public:
  explicit DotationService(ServiceContext& context);

  grpc::Status CreateDotationKey(grpc::ServerContext* context,
                                 const v1::CreateDotationKeyRequest* request,
                                 v1::DotationKey* response) override;
  grpc::Status ListDotationKeys(
      grpc::ServerContext* context, const v1::ListDotationKeysRequest* request,
      v1::ListDotationKeysResponse* response) override;
  grpc::Status CreateDotation(grpc::ServerContext* context,
                              const v1::CreateDotationRequest* request,
                              v1::Dotation* response) override;
  grpc::Status ListDotations(grpc::ServerContext* context,
                             const v1::ListDotationsRequest* request,
                             v1::ListDotationsResponse* response) override;

 private:
  ServiceContext& context_;
  gate::Door door_;
};

}  // namespace entente::conventions

#endif  // SERVICES_CONVENTIONS_DOTATION_SERVICE_H_
