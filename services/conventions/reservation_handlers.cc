// Reservations: an amount held on a line, which ends exactly once.
#include <utility>

#include "services/common/base/error.h"
#include "services/common/store/records.h"
#include "services/conventions/budget_rules.h"
#include "services/conventions/budget_service.h"
#include "services/conventions/conventions_keys.h"
#include "services/conventions/ledger_errors.h"
#include "services/conventions/ledger_rules.h"
#include "services/conventions/ledger_store.h"
#include "services/conventions/local_day.h"
#include "services/conventions/lookup_store.h"
#include "services/conventions/money/money.h"

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
              const ConventionName& convention = wanted.line.parent.parent;
              ENTENTE_ASSIGN_OR_RETURN(
                  const LineAccount account,
                  GetLineAccount(transaction, wanted.line, "reservation.line"));
              ENTENTE_ASSIGN_OR_RETURN(
                  Movements movements,
                  Reserve(account.line, account.envelope, wanted.amount_cents,
                          "reservation.amount"));
              ENTENTE_ASSIGN_OR_RETURN(
                  const int64_t number,
                  TakeNumber(transaction, NumberedKind::kReservation,
                             convention));
              v1::Reservation reservation;
              reservation.set_name(FormatNumbered(NumberedKind::kReservation,
                                                  convention, number));
              reservation.set_line(Format(wanted.line));
              *reservation.mutable_amount() =
                  MoneyFromCents(wanted.amount_cents);
              reservation.set_description(request->reservation().description());
              reservation.set_state(v1::Reservation::STATE_OPEN);
              *reservation.mutable_create_time() = ToTimestamp(caller.now);
              ENTENTE_ASSIGN_OR_RETURN(
                  const Balances after,
                  Post(transaction, {.line = wanted.line,
                                     .movements = std::move(movements),
                                     .cause = reservation.name(),
                                     .effective_date = LocalDay(caller.now),
                                     .record_time = caller.now}));
              store::PutRecord(transaction,
                               keys::Numbered(NumberedKind::kReservation,
                                              convention, number),
                               reservation);
              *reservation.mutable_line_position() =
                  ToPosition(AccountKind::kLine, after);
              return reservation;
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
        const std::string key = keys::Numbered(NumberedKind::kReservation,
                                               name.parent, name.number);
        return context_.RunOnce<v1::Reservation>(
            caller, *request,
            [&](store::Transaction& transaction)
                -> absl::StatusOr<v1::Reservation> {
              ENTENTE_ASSIGN_OR_RETURN(
                  v1::Reservation reservation,
                  Find<v1::Reservation>(transaction, key, request->name(),
                                        "name"));
              if (reservation.state() != v1::Reservation::STATE_OPEN) {
                return ReservationEnded(reservation.name(), reservation.state(),
                                        "name");
              }
              ENTENTE_ASSIGN_OR_RETURN(
                  const int64_t held,
                  CentsFromMoney(reservation.amount(), "amount"));
              ENTENTE_ASSIGN_OR_RETURN(
                  const LineName line,
                  ParseLineName(reservation.line(), "line"));
              ENTENTE_ASSIGN_OR_RETURN(
                  const Balances after,
                  Post(transaction, {.line = line,
                                     .movements = Release(held),
                                     .cause = reservation.name(),
                                     .effective_date = LocalDay(caller.now),
                                     .record_time = caller.now}));
              reservation.set_state(v1::Reservation::STATE_VOIDED);
              store::PutRecord(transaction, key, reservation);
              *reservation.mutable_line_position() =
                  ToPosition(AccountKind::kLine, after);
              return reservation;
            });
      });
}

}  // namespace entente::conventions
