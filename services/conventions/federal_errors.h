// Every refusal about money of the State, by name. Each carries its figures in
// cents and a sentence in English, French and Dutch. Pure.
#ifndef SERVICES_CONVENTIONS_FEDERAL_ERRORS_H_
#define SERVICES_CONVENTIONS_FEDERAL_ERRORS_H_

#include <cstdint>
#include <string>

#include "absl/status/status.h"
#include "entente/conventions/v1/federal_payment.pb.h"

namespace entente::conventions {

struct Balances;

// What a regulation profile allows in advance.
struct AdvanceCap {
  // Of the grant as it is now.
  int64_t cap_cents = 0;
  // Sum of the shares of all advances; 10 000 when the profile states none.
  int64_t share_basis_points = 10'000;
  bool is_stated = false;
  bool is_verified = false;
};

// FAILED_PRECONDITION / ADVANCE_EXCEEDED.
absl::Status AdvanceExceeded(const Balances& envelope, const AdvanceCap& cap,
                             int64_t requested);

// FAILED_PRECONDITION / BALANCE_EXCEEDED: above accepted - received.
absl::Status BalanceExceeded(const Balances& envelope, int64_t requested);

// FAILED_PRECONDITION / DEMAND_EXCEEDED: above received - accepted.
absl::Status DemandExceeded(const Balances& envelope, int64_t requested);

// FAILED_PRECONDITION / REFUND_EXCEEDED: above demanded - paid back.
absl::Status RefundExceeded(const Balances& envelope, int64_t requested);

// FAILED_PRECONDITION / CLAIM_UNDECIDED: a balance or demand before the State
// decided the claims of the envelope; of a demand, `most` is held beyond the
// grant and can be asked back before.
absl::Status ClaimUndecided(const Balances& envelope, int64_t requested,
                            int64_t most);

// ALREADY_EXISTS / FEDERAL_PAYMENT_EXISTS.
absl::Status FederalPaymentExists(const v1::FederalPayment& earlier);

// FAILED_PRECONDITION / FEDERAL_PAYMENT_REVERSED.
absl::Status FederalPaymentReversed(const v1::FederalPayment& payment,
                                    const Balances& envelope,
                                    int64_t requested);

// FAILED_PRECONDITION / REVERSAL_OUT_OF_ORDER: what was received was asked back
// since, or what was asked back was paid back.
absl::Status ReversalOutOfOrder(v1::FederalPayment::Kind kind,
                                const Balances& envelope, int64_t requested);

// INVALID_ARGUMENT / MALFORMED_BUDGET_ARTICLE.
absl::Status MalformedBudgetArticle();

// INVALID_ARGUMENT / FIELD_UNKNOWN_VALUE, field federal_payment.kind.
absl::Status FederalPaymentKindUnknown();

}  // namespace entente::conventions

#endif  // SERVICES_CONVENTIONS_FEDERAL_ERRORS_H_
