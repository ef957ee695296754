#include "services/conventions/zone_payment_rules.h"

#include "services/common/base/error.h"
#include "services/conventions/budget_rules.h"
#include "services/conventions/field_rules.h"
#include "services/conventions/money/identifiers.h"

namespace entente::conventions {

absl::StatusOr<NewZonePayment> ValidateOrderZonePayment(
    const v1::OrderZonePaymentRequest& request) {
  const v1::ZonePayment& payment = request.zone_payment();
  NewZonePayment result;
  ENTENTE_ASSIGN_OR_RETURN(
      result.line,
      LineWithin(request.parent(), payment.line(), "zone_payment.line"));
  ENTENTE_ASSIGN_OR_RETURN(
      result.amount_cents,
      AmountOf(payment.has_amount(), payment.amount(), "zone_payment.amount"));
  if (payment.route() != v1::ZonePayment::ROUTE_PROJECT &&
      payment.route() != v1::ZonePayment::ROUTE_DEDUCTION) {
    return FieldError(
        "FIELD_UNKNOWN_VALUE", "zone_payment.route",
        {.en = "State the route: ROUTE_PROJECT for specific projects, or "
               "ROUTE_DEDUCTION in deduction of what is owed to the zone.",
         .fr = "Indiquez la voie : ROUTE_PROJECT pour des projets spécifiques "
               "ou ROUTE_DEDUCTION en déduction de ce qui est dû à la zone.",
         .nl = "Vermeld de weg: ROUTE_PROJECT voor specifieke projecten of "
               "ROUTE_DEDUCTION in mindering van wat aan de zone verschuldigd "
               "is."});
  }
  if (payment.iban().empty()) return result;
  if (payment.route() == v1::ZonePayment::ROUTE_DEDUCTION) {
    return FieldError(
        "IBAN_OF_DEDUCTION", "zone_payment.iban",
        {.en = "A deduction is set off against the dotation and paid on no "
               "account: leave the IBAN out, or choose ROUTE_PROJECT.",
         .fr = "Une déduction se compense avec la dotation et n'est versée sur "
               "aucun compte : omettez l'IBAN, ou choisissez ROUTE_PROJECT.",
         .nl = "Een inhouding wordt met de dotatie verrekend en op geen "
               "rekening gestort: laat het IBAN weg of kies ROUTE_PROJECT."});
  }
  ENTENTE_ASSIGN_OR_RETURN(result.iban,
                           Iban(payment.iban(), "zone_payment.iban"));
  return result;
}

absl::StatusOr<NumberedName> ValidateExecuteZonePayment(
    const v1::ExecuteZonePaymentRequest& request) {
  ENTENTE_ASSIGN_OR_RETURN(
      NumberedName name,
      ParseNumberedName(NumberedKind::kZonePayment, request.name(), "name"));
  ENTENTE_RETURN_IF_ERROR(CheckDate(request.value_date(), "value_date"));
  if (request.bank_reference().empty()) return Required("bank_reference");
  ENTENTE_RETURN_IF_ERROR(
      CheckReference(request.bank_reference(), "bank_reference"));
  ENTENTE_RETURN_IF_ERROR(
      CheckNamesNobody(request.bank_reference(), "bank_reference"));
  ENTENTE_RETURN_IF_ERROR(CheckMunicipalReference(request.municipal_reference(),
                                                  "municipal_reference"));
  return name;
}

absl::StatusOr<NumberedName> ValidateAcknowledgeZonePayment(
    const v1::AcknowledgeZonePaymentRequest& request) {
  ENTENTE_ASSIGN_OR_RETURN(
      NumberedName name,
      ParseNumberedName(NumberedKind::kZonePayment, request.name(), "name"));
  ENTENTE_RETURN_IF_ERROR(
      CheckDate(request.acknowledge_date(), "acknowledge_date"));
  return name;
}

absl::StatusOr<NumberedName> ValidateReverseZoneAcknowledgement(
    const v1::ReverseZoneAcknowledgementRequest& request) {
  ENTENTE_ASSIGN_OR_RETURN(
      NumberedName name,
      ParseNumberedName(NumberedKind::kZonePayment, request.name(), "name"));
  ENTENTE_RETURN_IF_ERROR(CheckDate(request.reverse_date(), "reverse_date"));
  ENTENTE_RETURN_IF_ERROR(CheckReason(request.reason(), "reason"));
  return name;
}

absl::StatusOr<NumberedName> ValidateCancelZonePayment(
    const v1::CancelZonePaymentRequest& request) {
  ENTENTE_ASSIGN_OR_RETURN(
      NumberedName name,
      ParseNumberedName(NumberedKind::kZonePayment, request.name(), "name"));
  ENTENTE_RETURN_IF_ERROR(CheckDate(request.cancel_date(), "cancel_date"));
  ENTENTE_RETURN_IF_ERROR(CheckReason(request.reason(), "reason"));
  return name;
}

absl::Status CheckAcknowledgeDate(const google::type::Date& date,
                                  const google::type::Date& value_date) {
  if (!IsBefore(date, value_date)) return absl::OkStatus();
  return FieldError(
      "ACKNOWLEDGED_BEFORE_VALUE_DATE", "acknowledge_date",
      {.en = "The zone cannot confirm receipt before the day of value. Give "
             "that day or a later one.",
       .fr = "La zone ne peut confirmer la réception avant la date de valeur. "
             "Indiquez ce jour ou un jour ultérieur.",
       .nl = "De zone kan de ontvangst niet voor de valutadatum bevestigen. "
             "Geef die dag of een latere."});
}

}  // namespace entente::conventions
