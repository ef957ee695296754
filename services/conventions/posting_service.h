// Many postings in one call; see posting_service.proto. posting_handlers.cc.
#ifndef SERVICES_CONVENTIONS_POSTING_SERVICE_H_
#define SERVICES_CONVENTIONS_POSTING_SERVICE_H_

#include "entente/conventions/v1/posting_service.grpc.pb.h"
#include "services/common/gate/gate.h"
#include "services/conventions/service_context.h"

namespace entente::conventions {

// Thread-safe. `context` outlives the service.
class PostingService final : public v1::PostingService::Service {
 public:
  explicit PostingService(ServiceContext& context);

  grpc::Status BatchPost(grpc::ServerContext* context,
                         const v1::BatchPostRequest* request,
                         v1::BatchPostResponse* response) override;

 private:
  ServiceContext& context_;
  gate::Door door_;
};

}  // namespace entente::conventions

#endif  // SERVICES_CONVENTIONS_POSTING_SERVICE_H_
