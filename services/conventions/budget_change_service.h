// Decisions that change envelopes and lines; see budget_change_service.proto.
// The RPCs stand in budget_change_handlers.cc.
#ifndef SERVICES_CONVENTIONS_BUDGET_CHANGE_SERVICE_H_
#define SERVICES_CONVENTIONS_BUDGET_CHANGE_SERVICE_H_

#include "entente/conventions/v1/budget_change_service.grpc.pb.h"
#include "services/common/gate/gate.h"
#include "services/conventions/service_context.h"

namespace entente::conventions {

// Thread-safe. `context` outlives the service.
class BudgetChangeService final : public v1::BudgetChangeService::Service {
 public:
  explicit BudgetChangeService(ServiceContext& context);

  grpc::Status CreateBudgetChange(grpc::ServerContext* context,
                                  const v1::CreateBudgetChangeRequest* request,
                                  v1::BudgetChange* response) override;
  grpc::Status CreateGrantChange(grpc::ServerContext* context,
                                 const v1::CreateGrantChangeRequest* request,
                                 v1::BudgetChange* response) override;
  grpc::Status ListBudgetChanges(
      grpc::ServerContext* context, const v1::ListBudgetChangesRequest* request,
      v1::ListBudgetChangesResponse* response) override;

 private:
  ServiceContext& context_;
  gate::Door door_;
};

}  // namespace entente::conventions

#endif  // SERVICES_CONVENTIONS_BUDGET_CHANGE_SERVICE_H_
