// What the State pays, asks back and gets back. Pure.
#ifndef SERVICES_CONVENTIONS_FEDERAL_RULES_H_
#define SERVICES_CONVENTIONS_FEDERAL_RULES_H_

#include <cstdint>
#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "entente/conventions/v1/federal_payment_service.pb.h"
#include "entente/conventions/v1/regulation.pb.h"
#include "services/conventions/federal_errors.h"
#include "services/conventions/ledger_rules.h"
#include "services/conventions/name_rules.h"

namespace entente::conventions {

struct NewFederalPayment {
  EnvelopeName envelope;
  v1::FederalPayment::Kind kind = v1::FederalPayment::KIND_UNSPECIFIED;
  int64_t amount_cents = 0;
  // As printed, "+++010/8068/17183+++"; empty when there is none.
  std::string communication;
};

// `today` is the day it is. INVALID_ARGUMENT as in budget_rules.h, and
// DATE_IN_FUTURE, VALUE_DATE_BEFORE_YEAR, MALFORMED_BUDGET_ARTICLE,
// STRUCTURED_COMMUNICATION_INVALID.
absl::StatusOr<NewFederalPayment> ValidateCreateFederalPayment(
    const v1::CreateFederalPaymentRequest& request,
    const google::type::Date& today);

// "56 82 432202".
bool IsBudgetArticle(absl::string_view text);

// What may come in advance of a grant of `allocated_cents`.
AdvanceCap AdvanceCapOf(const v1::RegulationProfile& profile,
                        int64_t allocated_cents);

// How far the claims of an envelope are.
struct ClaimProgress {
  // A line was decided.
  bool has_decided = false;
  // A submitted claim has undecided lines.
  bool has_pending = false;
};

// The movement of a payment, demand or refund. FAILED_PRECONDITION /
// ADVANCE_EXCEEDED, BALANCE_EXCEEDED, DEMAND_EXCEEDED, REFUND_EXCEEDED,
// CLAIM_UNDECIDED.
absl::StatusOr<Movements> PayFederal(v1::FederalPayment::Kind kind,
                                     const Balances& envelope,
                                     const AdvanceCap& cap,
                                     const ClaimProgress& progress,
                                     int64_t amount_cents);

// Of a reversal. INVALID_ARGUMENT as above.
absl::StatusOr<NumberedName> ValidateReverseFederalPayment(
    const v1::ReverseFederalPaymentRequest& request);

// The movement that takes `payment` back. FAILED_PRECONDITION /
// FEDERAL_PAYMENT_REVERSED, REVERSAL_OUT_OF_ORDER.
absl::StatusOr<Movements> ReverseFederal(const v1::FederalPayment& payment,
                                         const Balances& envelope,
                                         int64_t amount_cents);

}  // namespace entente::conventions

#endif  // SERVICES_CONVENTIONS_FEDERAL_RULES_H_
