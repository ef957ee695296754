// What the police zone says it received: a payment is acknowledged, or that is
// taken back. The indicators service is told of both; no money moves.
#include "entente/conventions/v1/events.pb.h"
#include "services/common/base/error.h"
#include "services/common/base/timestamp.h"
#include "services/conventions/budget_service.h"
#include "services/conventions/claim_errors.h"
#include "services/conventions/convention_store.h"
#include "services/conventions/field_rules.h"
#include "services/conventions/ledger_rules.h"
#include "services/conventions/ledger_store.h"
#include "services/conventions/life_rules.h"
#include "services/conventions/life_store.h"
#include "services/conventions/local_day.h"
#include "services/conventions/undo_rules.h"
#include "services/conventions/zone_payment_rules.h"
#include "services/conventions/zone_payment_store.h"

namespace entente::conventions {
namespace {

absl::StatusOr<v1::ZonePayment> Acknowledge(
    store::Transaction& transaction, const outbox::Source& source,
    const NumberedName& name, const v1::AcknowledgeZonePaymentRequest& request,
    absl::Time now) {
  ENTENTE_ASSIGN_OR_RETURN(
      v1::ZonePayment payment,
      GetZonePayment(transaction, name, v1::ZonePayment::STATE_EXECUTED));
  // Moves no money, so that the ledger would not notice.
  ENTENTE_RETURN_IF_ERROR(
      CheckNotEnded(transaction, name.parent, Act::kOpenMoney));
  ENTENTE_RETURN_IF_ERROR(
      CheckAcknowledgeDate(request.acknowledge_date(), payment.value_date()));
  const google::type::Date today = LocalDay(now);
  if (IsBefore(today, request.acknowledge_date())) {
    return DateInFuture(request.acknowledge_date(), today, "acknowledge_date");
  }
  ENTENTE_ASSIGN_OR_RETURN(const LineName line_name,
                           ParseLineName(payment.line(), "line"));
  ENTENTE_ASSIGN_OR_RETURN(const v1::LineRecord line,
                           GetLine(transaction, line_name, "line"));
  payment.set_state(v1::ZonePayment::STATE_ACKNOWLEDGED);
  *payment.mutable_acknowledge_date() = request.acknowledge_date();
  PutZonePayment(transaction, name, payment);

  v1::ZonePaymentAcknowledged event;
  event.set_convention(Format(name.parent));
  event.set_payment(payment.name());
  *event.mutable_date() = request.acknowledge_date();
  ENTENTE_ASSIGN_OR_RETURN(
      *event.mutable_objective_id(),
      OwningStrategicObjective(transaction, name.parent, line.objective_id()));
  ENTENTE_RETURN_IF_ERROR(outbox::Append(
      transaction, kIndicators, outbox::MakeEvent(source, now, event)));
  *payment.mutable_line_position() =
      ToPosition(AccountKind::kLine, FromRecord(line.account()));
  return payment;
}

// Back to EXECUTED. Moves no money.
absl::StatusOr<v1::ZonePayment> Unacknowledge(
    store::Transaction& transaction, const outbox::Source& source,
    const NumberedName& name,
    const v1::ReverseZoneAcknowledgementRequest& request, absl::Time now) {
  ENTENTE_ASSIGN_OR_RETURN(
      v1::ZonePayment payment,
      GetZonePayment(transaction, name, v1::ZonePayment::STATE_ACKNOWLEDGED));
  ENTENTE_RETURN_IF_ERROR(
      CheckNotEnded(transaction, name.parent, Act::kOpenMoney));
  const google::type::Date today = LocalDay(now);
  if (IsBefore(today, request.reverse_date())) {
    return DateInFuture(request.reverse_date(), today, "reverse_date");
  }
  ENTENTE_RETURN_IF_ERROR(CheckUndoDate(
      request.reverse_date(), payment.acknowledge_date(), "reverse_date"));
  ENTENTE_RETURN_IF_ERROR(CheckReversalCount(
      payment.reversed_acknowledgements_size(), payment.name(), "name"));
  v1::ReversedAcknowledgement& reversed =
      *payment.add_reversed_acknowledgements();
  *reversed.mutable_acknowledge_date() = payment.acknowledge_date();
  reversed.set_reason(request.reason());
  *reversed.mutable_reverse_date() = request.reverse_date();
  *reversed.mutable_create_time() = ToTimestamp(now);
  payment.clear_acknowledge_date();
  payment.set_state(v1::ZonePayment::STATE_EXECUTED);
  PutZonePayment(transaction, name, payment);

  v1::ZoneAcknowledgementReversed event;
  event.set_convention(Format(name.parent));
  event.set_payment(payment.name());
  ENTENTE_RETURN_IF_ERROR(outbox::Append(
      transaction, kIndicators, outbox::MakeEvent(source, now, event)));
  ENTENTE_ASSIGN_OR_RETURN(const LineName line_name,
                           ParseLineName(payment.line(), "line"));
  ENTENTE_ASSIGN_OR_RETURN(const v1::LineRecord line,
                           GetLine(transaction, line_name, "line"));
  *payment.mutable_line_position() =
      ToPosition(AccountKind::kLine, FromRecord(line.account()));
  return payment;
}

}  // namespace

grpc::Status BudgetService::AcknowledgeZonePayment(
    grpc::ServerContext* context,
    const v1::AcknowledgeZonePaymentRequest* request,
    v1::ZonePayment* response) {
  return door_.Serve(
      context, __func__, *request, response,
      [&](const gate::Caller& caller) -> absl::StatusOr<v1::ZonePayment> {
        ENTENTE_ASSIGN_OR_RETURN(const NumberedName name,
                                 ValidateAcknowledgeZonePayment(*request));
        absl::StatusOr<v1::ZonePayment> payment =
            context_.RunOnce<v1::ZonePayment>(
                caller, *request, [&](store::Transaction& transaction) {
                  return Explained(transaction, name,
                                   Acknowledge(transaction, context_.source,
                                               name, *request, caller.now));
                });
        if (payment.ok()) context_.Notify();
        return payment;
      });
}

grpc::Status BudgetService::ReverseZoneAcknowledgement(
    grpc::ServerContext* context,
    const v1::ReverseZoneAcknowledgementRequest* request,
    v1::ZonePayment* response) {
  return door_.Serve(
      context, __func__, *request, response,
      [&](const gate::Caller& caller) -> absl::StatusOr<v1::ZonePayment> {
        ENTENTE_ASSIGN_OR_RETURN(const NumberedName name,
                                 ValidateReverseZoneAcknowledgement(*request));
        absl::StatusOr<v1::ZonePayment> payment =
            context_.RunOnce<v1::ZonePayment>(
                caller, *request, [&](store::Transaction& transaction) {
                  return Explained(transaction, name,
                                   Unacknowledge(transaction, context_.source,
                                                 name, *request, caller.now));
                });
        if (payment.ok()) context_.Notify();
        return payment;
      });
}

}  // namespace entente::conventions
