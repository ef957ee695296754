// Money of the State; see federal_payment_service.proto. All of it stands in
// federal_handlers.cc.
#ifndef SERVICES_CONVENTIONS_FEDERAL_PAYMENT_SERVICE_H_
#define SERVICES_CONVENTIONS_FEDERAL_PAYMENT_SERVICE_H_

#include "entente/conventions/v1/federal_payment_service.grpc.pb.h"
#include "services/common/gate/gate.h"
#include "services/conventions/service_context.h"

namespace entente::conventions {

// Thread-safe. `context` outlives the service.
class FederalPaymentService final : public v1::FederalPaymentService::Service {
 public:
  explicit FederalPaymentService(ServiceContext& context);

  grpc::Status CreateFederalPayment(
      grpc::ServerContext* context,
      const v1::CreateFederalPaymentRequest* request,
      v1::FederalPayment* response) override;
  grpc::Status ReverseFederalPayment(
      grpc::ServerContext* context,
      const v1::ReverseFederalPaymentRequest* request,
      v1::FederalPayment* response) override;
  grpc::Status ListFederalPayments(
      grpc::ServerContext* context,
      const v1::ListFederalPaymentsRequest* request,
      v1::ListFederalPaymentsResponse* response) override;

 private:
  ServiceContext& context_;
  gate::Door door_;
};

}  // namespace entente::conventions

#endif  // SERVICES_CONVENTIONS_FEDERAL_PAYMENT_SERVICE_H_
