// Payments to the police zone: ordered (reserved), executed (spent) or
// cancelled. Their receipt: zone_acknowledgement_handlers.cc.
#include <utility>

#include "absl/strings/str_cat.h"
#include "services/common/base/error.h"
#include "services/common/base/timestamp.h"
#include "services/conventions/budget_errors.h"
#include "services/conventions/budget_rules.h"
#include "services/conventions/budget_service.h"
#include "services/conventions/claim_errors.h"
#include "services/conventions/claim_store.h"
#include "services/conventions/dotation_store.h"
#include "services/conventions/expiry_store.h"
#include "services/conventions/field_rules.h"
#include "services/conventions/ledger_errors.h"
#include "services/conventions/ledger_rules.h"
#include "services/conventions/ledger_store.h"
#include "services/conventions/limits.h"
#include "services/conventions/list_handlers.h"
#include "services/conventions/local_day.h"
#include "services/conventions/money/date.h"
#include "services/conventions/money/money.h"
#include "services/conventions/refusal_figures.h"
#include "services/conventions/undo_rules.h"
#include "services/conventions/zone_payment_rules.h"
#include "services/conventions/zone_payment_store.h"

namespace entente::conventions {
namespace {

SpendRoute RouteOf(const v1::ZonePayment& payment) {
  return payment.route() == v1::ZonePayment::ROUTE_DEDUCTION
             ? SpendRoute::kZoneDeduction
             : SpendRoute::kZoneProject;
}

absl::StatusOr<v1::ZonePayment> Order(
    store::Transaction& transaction, const NewZonePayment& wanted,
    const v1::OrderZonePaymentRequest& request, absl::Time now) {
  const ConventionName& convention = wanted.line.parent.parent;
  Ledger ledger(transaction, convention);
  ENTENTE_RETURN_IF_ERROR(ExpireOn(ledger, wanted.line, now));
  ledger.Flush();
  ENTENTE_ASSIGN_OR_RETURN(
      const LineAccount account,
      GetLineAccount(transaction, wanted.line, "zone_payment.line"));
  if (request.zone_payment().route() == v1::ZonePayment::ROUTE_DEDUCTION) {
    ENTENTE_RETURN_IF_ERROR(
        CheckMayDeduct(transaction, wanted.line, wanted.amount_cents));
  }
  ENTENTE_ASSIGN_OR_RETURN(Movements movements,
                           Reserve(account.line, account.envelope,
                                   wanted.amount_cents, "zone_payment.amount"));
  ENTENTE_ASSIGN_OR_RETURN(
      const int64_t number,
      TakeNumber(transaction, NumberedKind::kZonePayment, convention));
  v1::ZonePayment payment;
  payment.set_name(
      FormatNumbered(NumberedKind::kZonePayment, convention, number));
  payment.set_line(Format(wanted.line));
  *payment.mutable_amount() = MoneyFromCents(wanted.amount_cents);
  payment.set_route(request.zone_payment().route());
  payment.set_iban(wanted.iban);
  payment.set_state(v1::ZonePayment::STATE_ORDERED);
  *payment.mutable_create_time() = ToTimestamp(now);
  ENTENTE_ASSIGN_OR_RETURN(const Balances after,
                           Post(transaction, {.line = wanted.line,
                                              .movements = std::move(movements),
                                              .cause = payment.name(),
                                              .effective_date = LocalDay(now),
                                              .record_time = now}));
  PutZonePayment(transaction, {convention, number}, payment);
  *payment.mutable_line_position() = ToPosition(AccountKind::kLine, after);
  return payment;
}

absl::StatusOr<v1::ZonePayment> Execute(
    store::Transaction& transaction, const NumberedName& name,
    const v1::ExecuteZonePaymentRequest& request, absl::Time now) {
  ENTENTE_ASSIGN_OR_RETURN(
      v1::ZonePayment payment,
      GetZonePayment(transaction, name, v1::ZonePayment::STATE_ORDERED));
  ENTENTE_ASSIGN_OR_RETURN(const LineName line_name,
                           ParseLineName(payment.line(), "line"));
  ENTENTE_RETURN_IF_ERROR(CheckValueDate(
      request.value_date(), ParseEnvelopeId(line_name.parent.envelope).year));
  const google::type::Date today = LocalDay(now);
  if (IsBefore(today, request.value_date())) {
    return DateInFuture(request.value_date(), today, "value_date");
  }
  ENTENTE_RETURN_IF_ERROR(CheckMunicipalDates(request.municipal_reference(),
                                              today, "municipal_reference"));
  ENTENTE_ASSIGN_OR_RETURN(const v1::LineRecord line,
                           GetLine(transaction, line_name, "line"));
  ENTENTE_ASSIGN_OR_RETURN(const int64_t cents,
                           CentsFromMoney(payment.amount(), "amount"));
  ENTENTE_ASSIGN_OR_RETURN(Movements movements,
                           SpendReserved(FromRecord(line.account()), cents,
                                         cents, RouteOf(payment)));
  payment.set_state(v1::ZonePayment::STATE_EXECUTED);
  *payment.mutable_value_date() = request.value_date();
  payment.set_bank_reference(request.bank_reference());
  if (request.has_municipal_reference()) {
    *payment.mutable_municipal_reference() = request.municipal_reference();
    payment.mutable_municipal_reference()->DiscardUnknownFields();
  }
  PutZonePayment(transaction, name, payment);
  ENTENTE_ASSIGN_OR_RETURN(
      const Balances after,
      Post(transaction, {.line = line_name,
                         .movements = std::move(movements),
                         .cause = payment.name(),
                         .effective_date = request.value_date(),
                         .record_time = now}));
  *payment.mutable_line_position() = ToPosition(AccountKind::kLine, after);
  return payment;
}

// What takes back the reservation of an ordered payment, or what an executed
// one spent.
absl::StatusOr<Movements> UndoOf(const store::Reader& reader,
                                 const v1::ZonePayment& payment,
                                 const EnvelopeName& envelope,
                                 const Balances& line) {
  ENTENTE_ASSIGN_OR_RETURN(const int64_t cents,
                           CentsFromMoney(payment.amount(), "amount"));
  if (payment.state() == v1::ZonePayment::STATE_ORDERED) return Release(cents);
  ENTENTE_ASSIGN_OR_RETURN(const std::string claim,
                           ClaimHolding(reader, envelope, payment.name()));
  if (!claim.empty()) return ExpenseClaimed(line, claim, cents, "name");
  return Unspend(line, cents, RouteOf(payment));
}

absl::StatusOr<v1::ZonePayment> Cancel(
    store::Transaction& transaction, const NumberedName& name,
    const v1::CancelZonePaymentRequest& request, absl::Time now) {
  ENTENTE_ASSIGN_OR_RETURN(v1::ZonePayment payment,
                           FindZonePayment(transaction, name));
  if (payment.state() != v1::ZonePayment::STATE_ORDERED &&
      payment.state() != v1::ZonePayment::STATE_EXECUTED) {
    return PaymentNotCancellable(payment.state());
  }
  const google::type::Date today = LocalDay(now);
  if (IsBefore(today, request.cancel_date())) {
    return DateInFuture(request.cancel_date(), today, "cancel_date");
  }
  ENTENTE_ASSIGN_OR_RETURN(const LineName line_name,
                           ParseLineName(payment.line(), "line"));
  google::type::Date first = payment.value_date();
  if (!payment.has_value_date()) {
    first.set_year(ParseEnvelopeId(line_name.parent.envelope).year);
    first.set_month(1);
    first.set_day(1);
  }
  ENTENTE_RETURN_IF_ERROR(
      CheckUndoDate(request.cancel_date(), first, "cancel_date"));
  ENTENTE_RETURN_IF_ERROR(
      CheckUndoToday(today, LocalDay(ToTime(payment.create_time()))));
  ENTENTE_ASSIGN_OR_RETURN(const v1::LineRecord line,
                           GetLine(transaction, line_name, "line"));
  ENTENTE_ASSIGN_OR_RETURN(Movements movements,
                           UndoOf(transaction, payment, line_name.parent,
                                  FromRecord(line.account())));
  // Money is held from the day on which it was ordered here, and so until that
  // on which it is let go here; what was spent came back when it did.
  const google::type::Date day =
      payment.has_value_date() ? request.cancel_date() : today;
  payment.set_state(v1::ZonePayment::STATE_CANCELLED);
  *payment.mutable_cancel_date() = request.cancel_date();
  payment.set_cancel_reason(request.reason());
  PutZonePayment(transaction, name, payment);
  ENTENTE_ASSIGN_OR_RETURN(const Balances after,
                           Post(transaction, {.line = line_name,
                                              .movements = std::move(movements),
                                              .cause = payment.name(),
                                              .effective_date = day,
                                              .record_time = now}));
  *payment.mutable_line_position() = ToPosition(AccountKind::kLine, after);
  return payment;
}

}  // namespace

grpc::Status BudgetService::ListZonePayments(
    grpc::ServerContext* context, const v1::ListZonePaymentsRequest* request,
    v1::ListZonePaymentsResponse* response) {
  return door_.Serve(
      context, __func__, *request, response, [&](const gate::Caller& caller) {
        return ListNumbered<v1::ListZonePaymentsResponse>(
            context_, caller, *request, NumberedKind::kZonePayment,
            &v1::ListZonePaymentsResponse::mutable_zone_payments);
      });
}

grpc::Status BudgetService::OrderZonePayment(
    grpc::ServerContext* context, const v1::OrderZonePaymentRequest* request,
    v1::ZonePayment* response) {
  return door_.Serve(
      context, __func__, *request, response,
      [&](const gate::Caller& caller) -> absl::StatusOr<v1::ZonePayment> {
        ENTENTE_ASSIGN_OR_RETURN(
            const NewZonePayment wanted,
            Explained(context_.store, request->zone_payment().line(),
                      request->zone_payment().amount(),
                      ValidateOrderZonePayment(*request)));
        return context_.RunOnce<v1::ZonePayment>(
            caller, *request, [&](store::Transaction& transaction) {
              return Explained(
                  transaction, request->zone_payment().line(),
                  wanted.amount_cents,
                  Order(transaction, wanted, *request, caller.now));
            });
      });
}

grpc::Status BudgetService::ExecuteZonePayment(
    grpc::ServerContext* context, const v1::ExecuteZonePaymentRequest* request,
    v1::ZonePayment* response) {
  return door_.Serve(
      context, __func__, *request, response,
      [&](const gate::Caller& caller) -> absl::StatusOr<v1::ZonePayment> {
        ENTENTE_ASSIGN_OR_RETURN(const NumberedName name,
                                 ValidateExecuteZonePayment(*request));
        return context_.RunOnce<v1::ZonePayment>(
            caller, *request, [&](store::Transaction& transaction) {
              return Explained(
                  transaction, name,
                  Execute(transaction, name, *request, caller.now));
            });
      });
}

grpc::Status BudgetService::CancelZonePayment(
    grpc::ServerContext* context, const v1::CancelZonePaymentRequest* request,
    v1::ZonePayment* response) {
  return door_.Serve(
      context, __func__, *request, response,
      [&](const gate::Caller& caller) -> absl::StatusOr<v1::ZonePayment> {
        ENTENTE_ASSIGN_OR_RETURN(const NumberedName name,
                                 ValidateCancelZonePayment(*request));
        return context_.RunOnce<v1::ZonePayment>(
            caller, *request, [&](store::Transaction& transaction) {
              return Explained(transaction, name,
                               Cancel(transaction, name, *request, caller.now));
            });
      });
}

}  // namespace entente::conventions
