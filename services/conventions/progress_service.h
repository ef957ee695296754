// Progress of the operational objectives; see progress_service.proto.
#ifndef SERVICES_CONVENTIONS_PROGRESS_SERVICE_H_
#define SERVICES_CONVENTIONS_PROGRESS_SERVICE_H_

#include "absl/status/statusor.h"
#include "entente/conventions/v1/progress_service.grpc.pb.h"
#include "services/common/gate/gate.h"
#include "services/conventions/service_context.h"

namespace entente::conventions {

// Thread-safe. `context` outlives the service.
class ProgressService final : public v1::ProgressService::Service {
 public:
  explicit ProgressService(ServiceContext& context);

  grpc::Status CreateProgressStatement(
      grpc::ServerContext* context,
      const v1::CreateProgressStatementRequest* request,
      v1::ProgressStatement* response) override;
  grpc::Status ApproveProgressStatement(
      grpc::ServerContext* context,
      const v1::ApproveProgressStatementRequest* request,
      v1::ProgressStatement* response) override;
  grpc::Status ListProgressStatements(
      grpc::ServerContext* context,
      const v1::ListProgressStatementsRequest* request,
      v1::ListProgressStatementsResponse* response) override;

 private:
  ServiceContext& context_;
  gate::Door door_;
};

}  // namespace entente::conventions

#endif  // SERVICES_CONVENTIONS_PROGRESS_SERVICE_H_
