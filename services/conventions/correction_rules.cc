#include "services/conventions/correction_rules.h"

#include "absl/strings/ascii.h"
#include "services/common/base/error.h"
#include "services/conventions/budget_rules.h"
#include "services/conventions/field_rules.h"
#include "services/conventions/ledger_errors.h"
#include "services/conventions/limits.h"

namespace entente::conventions {

absl::StatusOr<NewCorrection> ValidateCorrectExpense(
    const v1::CorrectExpenseRequest& request) {
  const v1::ExpenseCorrection& correction = request.expense_correction();
  NewCorrection result;
  ENTENTE_ASSIGN_OR_RETURN(const ConventionName parent,
                           ParseConventionName(request.parent(), "parent"));
  constexpr char kExpense[] = "expense_correction.expense";
  if (correction.expense().empty()) return Required(kExpense);
  ENTENTE_ASSIGN_OR_RETURN(result.expense,
                           ParseNumberedName(NumberedKind::kExpense,
                                             correction.expense(), kExpense));
  ENTENTE_RETURN_IF_ERROR(
      CheckSameConvention(result.expense.parent, parent, kExpense));
  constexpr char kAmount[] = "expense_correction.amount";
  if (!correction.has_amount()) return Required(kAmount);
  ENTENTE_ASSIGN_OR_RETURN(result.amount_cents,
                           PositiveCents(correction.amount(), kAmount));
  ENTENTE_RETURN_IF_ERROR(
      CheckReason(correction.reason(), "expense_correction.reason"));
  return result;
}

absl::StatusOr<int64_t> Correct(const Balances& line, int64_t expense_cents,
                                int64_t corrected_cents,
                                int64_t requested_cents) {
  if (requested_cents > expense_cents - corrected_cents) {
    return CorrectionExceeded(line, expense_cents, corrected_cents,
                              requested_cents);
  }
  return corrected_cents + requested_cents;
}

}  // namespace entente::conventions
