// What is asked about payments to the police zone. Pure. Errors are
// INVALID_ARGUMENT and name the field, as in budget_rules.h.
#ifndef SERVICES_CONVENTIONS_ZONE_PAYMENT_RULES_H_
#define SERVICES_CONVENTIONS_ZONE_PAYMENT_RULES_H_

#include <cstdint>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "entente/conventions/v1/budget_service.pb.h"
#include "google/type/date.pb.h"
#include "services/conventions/name_rules.h"

namespace entente::conventions {

struct NewZonePayment {
  LineName line;
  int64_t amount_cents = 0;
  // Without spaces; empty where none was given.
  std::string iban;
};

// Also IBAN_INVALID, IBAN_OF_DEDUCTION.
absl::StatusOr<NewZonePayment> ValidateOrderZonePayment(
    const v1::OrderZonePaymentRequest& request);
absl::StatusOr<NumberedName> ValidateExecuteZonePayment(
    const v1::ExecuteZonePaymentRequest& request);
absl::StatusOr<NumberedName> ValidateAcknowledgeZonePayment(
    const v1::AcknowledgeZonePaymentRequest& request);
absl::StatusOr<NumberedName> ValidateReverseZoneAcknowledgement(
    const v1::ReverseZoneAcknowledgementRequest& request);
absl::StatusOr<NumberedName> ValidateCancelZonePayment(
    const v1::CancelZonePaymentRequest& request);

// The zone cannot have what was not yet paid. INVALID_ARGUMENT /
// ACKNOWLEDGED_BEFORE_VALUE_DATE.
absl::Status CheckAcknowledgeDate(const google::type::Date& date,
                                  const google::type::Date& value_date);

}  // namespace entente::conventions

#endif  // SERVICES_CONVENTIONS_ZONE_PAYMENT_RULES_H_
