// Corrections: what an expense took is given back to its line and evidence.
#include <optional>
#include <utility>

#include "absl/strings/str_cat.h"
#include "services/common/base/error.h"
#include "services/common/base/timestamp.h"
#include "services/common/store/records.h"
#include "services/conventions/claim_store.h"
#include "services/conventions/convention_store.h"
#include "services/conventions/conventions_keys.h"
#include "services/conventions/correction_rules.h"
#include "services/conventions/correction_service.h"
#include "services/conventions/evidence_store.h"
#include "services/conventions/expense_store.h"
#include "services/conventions/ledger_errors.h"
#include "services/conventions/ledger_rules.h"
#include "services/conventions/ledger_store.h"
#include "services/conventions/life_rules.h"
#include "services/conventions/limits.h"
#include "services/conventions/list_handlers.h"
#include "services/conventions/local_day.h"
#include "services/conventions/lookup_store.h"
#include "services/conventions/money/money.h"
#include "services/conventions/refusal_figures.h"
#include "services/conventions/undo_rules.h"

namespace entente::conventions {
namespace {

using v1::ExpenseCorrection;

constexpr char kExpense[] = "expense_correction.expense";

// Posts on the line and frees the evidence, under the correction's name;
// answers the line after.
absl::StatusOr<Balances> TakeBack(store::Transaction& transaction,
                                  const NewCorrection& wanted,
                                  const v1::Expense& expense,
                                  const std::string& correction,
                                  absl::Time now) {
  ENTENTE_ASSIGN_OR_RETURN(const LineName line,
                           ParseLineName(expense.line(), "line"));
  ENTENTE_ASSIGN_OR_RETURN(const LineAccount account,
                           GetLineAccount(transaction, line, kExpense));
  ENTENTE_ASSIGN_OR_RETURN(
      const std::string claim,
      ClaimHolding(transaction, line.parent, expense.name()));
  if (!claim.empty()) {
    return ExpenseClaimed(account.line, claim, wanted.amount_cents);
  }
  ENTENTE_ASSIGN_OR_RETURN(const int64_t whole,
                           CentsFromMoney(expense.amount(), "amount"));
  ENTENTE_ASSIGN_OR_RETURN(
      const int64_t before,
      CorrectedOf(transaction, wanted.expense.parent, wanted.expense.number));
  ENTENTE_ASSIGN_OR_RETURN(
      const int64_t after,
      Correct(account.line, whole, before, wanted.amount_cents));
  ENTENTE_ASSIGN_OR_RETURN(Movements movements,
                           Unspend(account.line, wanted.amount_cents));
  PutCorrected(transaction, wanted.expense.parent, wanted.expense.number,
               after);
  ENTENTE_ASSIGN_OR_RETURN(
      const EvidenceName evidence,
      ParseEvidenceName(expense.evidence(), "expense.evidence"));
  ENTENTE_RETURN_IF_ERROR(UnchargeEvidence(
      transaction, evidence, expense.name(), correction, wanted.amount_cents));
  // It counts for the day of the expense: it undoes it.
  return Post(transaction, {.line = line,
                            .movements = std::move(movements),
                            .cause = correction,
                            .effective_date = expense.service_date(),
                            .record_time = now});
}

absl::StatusOr<ExpenseCorrection> Record(store::Transaction& transaction,
                                         const NewCorrection& wanted,
                                         const ExpenseCorrection& asked,
                                         absl::Time now) {
  const ConventionName& convention = wanted.expense.parent;
  ENTENTE_ASSIGN_OR_RETURN(
      const v1::Expense expense,
      Find<v1::Expense>(transaction,
                        keys::Numbered(NumberedKind::kExpense, convention,
                                       wanted.expense.number),
                        asked.expense(), kExpense));
  ENTENTE_RETURN_IF_ERROR(
      CheckUndoToday(LocalDay(now), LocalDay(ToTime(expense.create_time()))));
  ENTENTE_ASSIGN_OR_RETURN(
      const int64_t number,
      TakeNumber(transaction, NumberedKind::kCorrection, convention));
  ExpenseCorrection correction;
  correction.set_name(
      FormatNumbered(NumberedKind::kCorrection, convention, number));
  correction.set_expense(expense.name());
  correction.set_line(expense.line());
  *correction.mutable_amount() = MoneyFromCents(wanted.amount_cents);
  correction.set_reason(asked.reason());
  *correction.mutable_create_time() = ToTimestamp(now);
  ENTENTE_ASSIGN_OR_RETURN(
      const Balances after,
      TakeBack(transaction, wanted, expense, correction.name(), now));
  store::PutRecord(
      transaction,
      keys::Numbered(NumberedKind::kCorrection, convention, number),
      correction);
  *correction.mutable_line_position() = ToPosition(AccountKind::kLine, after);
  return correction;
}

// `result`, or its refusal with the figures of the expense's line.
absl::StatusOr<ExpenseCorrection> OnLineOf(
    const store::Reader& reader, const NewCorrection& wanted,
    absl::StatusOr<ExpenseCorrection> result) {
  if (result.ok()) return result;
  const auto expense = Find<v1::Expense>(
      reader,
      keys::Numbered(NumberedKind::kExpense, wanted.expense.parent,
                     wanted.expense.number),
      "", kExpense);
  if (!expense.ok()) return result;
  return WithFigures(result.status(), reader, expense->line(),
                     wanted.amount_cents);
}

}  // namespace

ExpenseCorrectionService::ExpenseCorrectionService(ServiceContext& context)
    : context_(context),
      door_(context.gate, v1::ExpenseCorrectionService::service_full_name()) {}

grpc::Status ExpenseCorrectionService::CorrectExpense(
    grpc::ServerContext* context, const v1::CorrectExpenseRequest* request,
    ExpenseCorrection* response) {
  return door_.Serve(
      context, __func__, *request, response,
      [&](const gate::Caller& caller) -> absl::StatusOr<ExpenseCorrection> {
        ENTENTE_ASSIGN_OR_RETURN(const NewCorrection wanted,
                                 ValidateCorrectExpense(*request));
        return context_.RunOnce<ExpenseCorrection>(
            caller, *request, [&](store::Transaction& transaction) {
              return OnLineOf(
                  transaction, wanted,
                  Record(transaction, wanted, request->expense_correction(),
                         caller.now));
            });
      });
}

grpc::Status ExpenseCorrectionService::ListExpenseCorrections(
    grpc::ServerContext* context,
    const v1::ListExpenseCorrectionsRequest* request,
    v1::ListExpenseCorrectionsResponse* response) {
  return door_.Serve(
      context, __func__, *request, response, [&](const gate::Caller& caller) {
        return ListNumbered<v1::ListExpenseCorrectionsResponse>(
            context_, caller, *request, NumberedKind::kCorrection,
            &v1::ListExpenseCorrectionsResponse::mutable_expense_corrections);
      });
}

}  // namespace entente::conventions
