// The life of a convention; see life_service.proto.
#ifndef SERVICES_CONVENTIONS_LIFE_SERVICE_H_
#define SERVICES_CONVENTIONS_LIFE_SERVICE_H_

#include "absl/status/statusor.h"
#include "entente/conventions/v1/life_service.grpc.pb.h"
#include "services/common/gate/gate.h"
#include "services/conventions/service_context.h"

namespace entente::conventions {

// Thread-safe. `context` outlives the service.
class LifeService final : public v1::LifeService::Service {
 public:
  explicit LifeService(ServiceContext& context);

  grpc::Status CreateConventionFact(
      grpc::ServerContext* context,
      const v1::CreateConventionFactRequest* request,
      v1::ConventionFact* response) override;
  grpc::Status ListConventionFacts(
      grpc::ServerContext* context,
      const v1::ListConventionFactsRequest* request,
      v1::ListConventionFactsResponse* response) override;
  grpc::Status CloseConvention(grpc::ServerContext* context,
                               const v1::CloseConventionRequest* request,
                               v1::ConventionFact* response) override;
  grpc::Status SettleConvention(grpc::ServerContext* context,
                                const v1::SettleConventionRequest* request,
                                v1::ConventionFact* response) override;

 private:
  ServiceContext& context_;
  gate::Door door_;
};

}  // namespace entente::conventions

#endif  // SERVICES_CONVENTIONS_LIFE_SERVICE_H_
