// Control requests of the State; see control_service.proto.
#ifndef SERVICES_CONVENTIONS_CONTROL_SERVICE_H_
#define SERVICES_CONVENTIONS_CONTROL_SERVICE_H_

#include "absl/status/statusor.h"
#include "entente/conventions/v1/control_service.grpc.pb.h"
#include "services/common/gate/gate.h"
#include "services/conventions/service_context.h"

namespace entente::conventions {

// Thread-safe. `context` outlives the service.
class ControlService final : public v1::ControlService::Service {
 public:
  explicit ControlService(ServiceContext& context);

  grpc::Status OpenControlRequest(grpc::ServerContext* context,
                                  const v1::OpenControlRequestRequest* request,
                                  v1::ControlRequest* response) override;
  grpc::Status AnswerControlRequest(
      grpc::ServerContext* context,
      const v1::AnswerControlRequestRequest* request,
      v1::ControlRequest* response) override;
  grpc::Status CloseControlRequest(
      grpc::ServerContext* context,
      const v1::CloseControlRequestRequest* request,
      v1::ControlRequest* response) override;
  grpc::Status ListControlRequests(
      grpc::ServerContext* context,
      const v1::ListControlRequestsRequest* request,
      v1::ListControlRequestsResponse* response) override;

 private:
  ServiceContext& context_;
  gate::Door door_;
};

}  // namespace entente::conventions

#endif  // SERVICES_CONVENTIONS_CONTROL_SERVICE_H_
