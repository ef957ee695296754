// The budget of a convention, to the cent; see budget_service.proto.
//
// Where an RPC stands: envelope_handlers.cc (envelopes, lines, ledger entries,
// regulation profile), reservation_handlers.cc, expense_handlers.cc (evidence
// too), zone_payment_handlers.cc, zone_acknowledgement_handlers.cc.
#ifndef SERVICES_CONVENTIONS_BUDGET_SERVICE_H_
#define SERVICES_CONVENTIONS_BUDGET_SERVICE_H_

#include "absl/status/statusor.h"
#include "entente/conventions/v1/budget_service.grpc.pb.h"
#include "services/common/gate/gate.h"
#include "services/conventions/service_context.h"

namespace entente::conventions {

// Thread-safe. `context` outlives the service.
class BudgetService final : public v1::BudgetService::Service {
 public:
  explicit BudgetService(ServiceContext& context);

  grpc::Status ListEnvelopes(grpc::ServerContext* context,
                             const v1::ListEnvelopesRequest* request,
                             v1::ListEnvelopesResponse* response) override;
  grpc::Status ListLines(grpc::ServerContext* context,
                         const v1::ListLinesRequest* request,
                         v1::ListLinesResponse* response) override;
  grpc::Status CreateLine(grpc::ServerContext* context,
                          const v1::CreateLineRequest* request,
                          v1::Line* response) override;
  grpc::Status CreateReservation(grpc::ServerContext* context,
                                 const v1::CreateReservationRequest* request,
                                 v1::Reservation* response) override;
  grpc::Status ListReservations(
      grpc::ServerContext* context, const v1::ListReservationsRequest* request,
      v1::ListReservationsResponse* response) override;
  grpc::Status VoidReservation(grpc::ServerContext* context,
                               const v1::VoidReservationRequest* request,
                               v1::Reservation* response) override;
  grpc::Status ExpireReservations(
      grpc::ServerContext* context,
      const v1::ExpireReservationsRequest* request,
      v1::ExpireReservationsResponse* response) override;
  grpc::Status CreateEvidence(grpc::ServerContext* context,
                              const v1::CreateEvidenceRequest* request,
                              v1::Evidence* response) override;
  grpc::Status CreateExpense(grpc::ServerContext* context,
                             const v1::CreateExpenseRequest* request,
                             v1::Expense* response) override;
  grpc::Status ListExpenses(grpc::ServerContext* context,
                            const v1::ListExpensesRequest* request,
                            v1::ListExpensesResponse* response) override;
  grpc::Status ListZonePayments(
      grpc::ServerContext* context, const v1::ListZonePaymentsRequest* request,
      v1::ListZonePaymentsResponse* response) override;
  grpc::Status OrderZonePayment(grpc::ServerContext* context,
                                const v1::OrderZonePaymentRequest* request,
                                v1::ZonePayment* response) override;
  grpc::Status ExecuteZonePayment(grpc::ServerContext* context,
                                  const v1::ExecuteZonePaymentRequest* request,
                                  v1::ZonePayment* response) override;
  grpc::Status AcknowledgeZonePayment(
      grpc::ServerContext* context,
      const v1::AcknowledgeZonePaymentRequest* request,
      v1::ZonePayment* response) override;
  grpc::Status ReverseZoneAcknowledgement(
      grpc::ServerContext* context,
      const v1::ReverseZoneAcknowledgementRequest* request,
      v1::ZonePayment* response) override;
  grpc::Status CancelZonePayment(grpc::ServerContext* context,
                                 const v1::CancelZonePaymentRequest* request,
                                 v1::ZonePayment* response) override;
  grpc::Status ListLedgerEntries(
      grpc::ServerContext* context, const v1::ListLedgerEntriesRequest* request,
      v1::ListLedgerEntriesResponse* response) override;
  grpc::Status GetRegulationProfile(
      grpc::ServerContext* context,
      const v1::GetRegulationProfileRequest* request,
      v1::RegulationProfile* response) override;

 private:
  ServiceContext& context_;
  gate::Door door_;
};

}  // namespace entente::conventions

#endif  // SERVICES_CONVENTIONS_BUDGET_SERVICE_H_
