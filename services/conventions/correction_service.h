// Corrections of expenses; see expense_correction_service.proto. The RPCs stand
// in correction_handlers.cc.
#ifndef SERVICES_CONVENTIONS_CORRECTION_SERVICE_H_
#define SERVICES_CONVENTIONS_CORRECTION_SERVICE_H_

#include "entente/conventions/v1/expense_correction_service.grpc.pb.h"
#include "services/common/gate/gate.h"
#include "services/conventions/service_context.h"

namespace entente::conventions {

// Thread-safe. `context` outlives the service.
class ExpenseCorrectionService final
    : public v1::ExpenseCorrectionService::Service {
 public:
  explicit ExpenseCorrectionService(ServiceContext& context);

  grpc::Status CorrectExpense(grpc::ServerContext* context,
                              const v1::CorrectExpenseRequest* request,
                              v1::ExpenseCorrection* response) override;
  grpc::Status ListExpenseCorrections(
      grpc::ServerContext* context,
      const v1::ListExpenseCorrectionsRequest* request,
      v1::ListExpenseCorrectionsResponse* response) override;

 private:
  ServiceContext& context_;
  gate::Door door_;
};

}  // namespace entente::conventions

#endif  // SERVICES_CONVENTIONS_CORRECTION_SERVICE_H_
