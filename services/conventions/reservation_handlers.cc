// Reservations: an amount held on a line, which ends exactly once.
#include <utility>

#include "services/common/base/error.h"
#include "services/conventions/budget_rules.h"
#include "services/conventions/budget_service.h"
#include "services/conventions/convention_store.h"
#include "services/conventions/conventions_keys.h"
#include "services/conventions/expiry_store.h"
#include "services/conventions/ledger_store.h"
#include "services/conventions/limits.h"
#include "services/conventions/list_handlers.h"
#include "services/conventions/posting_store.h"
#include "services/conventions/refusal_figures.h"

namespace entente::conventions {
grpc::Status BudgetService::CreateReservation(
    grpc::ServerContext* context, const v1::CreateReservationRequest* request,
    v1::Reservation* response) {
  return door_.Serve(
      context, __func__, *request, response,
      [&](const gate::Caller& caller) -> absl::StatusOr<v1::Reservation> {
        ENTENTE_ASSIGN_OR_RETURN(
            const NewReservation wanted,
            Explained(context_.store, request->reservation().line(),
                      request->reservation().amount(),
                      ValidateCreateReservation(*request)));
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

grpc::Status BudgetService::ListReservations(
    grpc::ServerContext* context, const v1::ListReservationsRequest* request,
    v1::ListReservationsResponse* response) {
  return door_.Serve(
      context, __func__, *request, response, [&](const gate::Caller& caller) {
        return ListNumbered<v1::ListReservationsResponse>(
            context_, caller, *request, NumberedKind::kReservation,
            &v1::ListReservationsResponse::mutable_reservations);
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

grpc::Status BudgetService::ExpireReservations(
    grpc::ServerContext* context, const v1::ExpireReservationsRequest* request,
    v1::ExpireReservationsResponse* response) {
  return door_.Serve(
      context, __func__, *request, response,
      [&](const gate::Caller& caller)
          -> absl::StatusOr<v1::ExpireReservationsResponse> {
        ENTENTE_ASSIGN_OR_RETURN(const ConventionName convention,
                                 ValidateExpireReservations(*request));
        return context_.RunOnce<v1::ExpireReservationsResponse>(
            caller, *request,
            [&](store::Transaction& transaction)
                -> absl::StatusOr<v1::ExpireReservationsResponse> {
              ENTENTE_RETURN_IF_ERROR(
                  GetConventionHead(transaction, convention, "parent")
                      .status());
              Ledger ledger(transaction, convention);
              ENTENTE_ASSIGN_OR_RETURN(
                  Expired expired,
                  ExpireDue(ledger, keys::ExpiriesOf(convention), kExpiredMax,
                            caller.now));
              ledger.Flush();
              v1::ExpireReservationsResponse answer;
              answer.set_has_more(expired.has_more);
              for (v1::Reservation& reservation : expired.reservations) {
                *answer.add_reservations() = std::move(reservation);
              }
              return answer;
            });
      });
}

}  // namespace entente::conventions
