// Reservations: an amount held on a line, which ends exactly once.
#include "services/common/base/error.h"
#include "services/conventions/budget_rules.h"
#include "services/conventions/budget_service.h"
#include "services/conventions/ledger_store.h"
#include "services/conventions/posting_store.h"

namespace entente::conventions {

grpc::Status BudgetService::CreateReservation(
    grpc::ServerContext* context, const v1::CreateReservationRequest* request,
    v1::Reservation* response) {
  return door_.Serve(
      context, __func__, *request, response,
      [&](const gate::Caller& caller) -> absl::StatusOr<v1::Reservation> {
        ENTENTE_ASSIGN_OR_RETURN(const NewReservation wanted,
                                 ValidateCreateReservation(*request));
        return context_.RunOnce<v1::Reservation>(
            caller, *request,
            [&](store::Transaction& transaction)
                -> absl::StatusOr<v1::Reservation> {
              Ledger ledger(transaction, wanted.line.parent.parent);
              ENTENTE_ASSIGN_OR_RETURN(
                  Posted<v1::Reservation> posted,
                  PostReservation(ledger, wanted, request->reservation(),
                                  caller.now));
              ledger.Flush();
              return std::move(posted).Reply();
            });
      });
}

grpc::Status BudgetService::VoidReservation(
    grpc::ServerContext* context, const v1::VoidReservationRequest* request,
    v1::Reservation* response) {
  return door_.Serve(
      context, __func__, *request, response,
      [&](const gate::Caller& caller) -> absl::StatusOr<v1::Reservation> {
        ENTENTE_ASSIGN_OR_RETURN(const NumberedName name,
                                 ValidateVoidReservation(*request));
        return context_.RunOnce<v1::Reservation>(
            caller, *request,
            [&](store::Transaction& transaction)
                -> absl::StatusOr<v1::Reservation> {
              Ledger ledger(transaction, name.parent);
              ENTENTE_ASSIGN_OR_RETURN(
                  Posted<v1::Reservation> posted,
                  PostVoid(ledger, name, "name", caller.now));
              ledger.Flush();
              return std::move(posted).Reply();
            });
      });
}

}  // namespace entente::conventions
