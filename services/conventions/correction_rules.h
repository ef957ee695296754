// What a correction of an expense must be. Pure.
#ifndef SERVICES_CONVENTIONS_CORRECTION_RULES_H_
#define SERVICES_CONVENTIONS_CORRECTION_RULES_H_

#include <cstdint>

#include "absl/status/statusor.h"
#include "entente/conventions/v1/expense_correction_service.pb.h"
#include "services/conventions/ledger_rules.h"
#include "services/conventions/name_rules.h"

namespace entente::conventions {

struct NewCorrection {
  NumberedName expense;
  int64_t amount_cents = 0;
};

// INVALID_ARGUMENT naming the field.
absl::StatusOr<NewCorrection> ValidateCorrectExpense(
    const v1::CorrectExpenseRequest& request);

// What is corrected of an expense of `expense_cents` after `requested_cents`
// more. FAILED_PRECONDITION / CORRECTION_EXCEEDED with the figures of `line`.
absl::StatusOr<int64_t> Correct(const Balances& line, int64_t expense_cents,
                                int64_t corrected_cents,
                                int64_t requested_cents);

}  // namespace entente::conventions

#endif  // SERVICES_CONVENTIONS_CORRECTION_RULES_H_
