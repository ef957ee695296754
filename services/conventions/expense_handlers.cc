// Expenses and the evidence that proves them.
#include <utility>

#include "absl/strings/str_cat.h"
#include "services/common/base/error.h"
#include "services/conventions/budget_rules.h"
#include "services/conventions/budget_service.h"
#include "services/conventions/convention_store.h"
#include "services/conventions/conventions_keys.h"
#include "services/conventions/credit_note_service.h"
#include "services/conventions/evidence_store.h"
#include "services/conventions/expense_store.h"
#include "services/conventions/field_rules.h"
#include "services/conventions/ledger_store.h"
#include "services/conventions/limits.h"
#include "services/conventions/list_handlers.h"
#include "services/conventions/money/money.h"
#include "services/conventions/posting_store.h"
#include "services/conventions/refusal_figures.h"

namespace entente::conventions {
namespace {

// What was taken back of each since.
absl::Status AddCorrected(const store::Reader& reader,
                          const ConventionName& convention,
                          v1::ListExpensesResponse& list) {
  for (v1::Expense& expense : *list.mutable_expenses()) {
    ENTENTE_ASSIGN_OR_RETURN(
        const NumberedName name,
        ParseNumberedName(NumberedKind::kExpense, expense.name(), "expense"));
    ENTENTE_ASSIGN_OR_RETURN(const int64_t cents,
                             CorrectedOf(reader, convention, name.number));
    *expense.mutable_corrected() = MoneyFromCents(cents);
  }
  return absl::OkStatus();
}

}  // namespace

grpc::Status BudgetService::CreateEvidence(
    grpc::ServerContext* context, const v1::CreateEvidenceRequest* request,
    v1::Evidence* response) {
  return door_.Serve(
      context, __func__, *request, response,
      [&](const gate::Caller& caller) -> absl::StatusOr<v1::Evidence> {
        ENTENTE_ASSIGN_OR_RETURN(const NewEvidence wanted,
                                 ValidateCreateEvidence(*request));
        ENTENTE_RETURN_IF_ERROR(
            CheckServed(wanted.municipality, context_.municipality, "parent"));
        const bool may_name = MayReadBudget(context_.gate, caller);
        return context_.RunOnce<v1::Evidence>(
            caller, *request,
            [&](store::Transaction& transaction)
                -> absl::StatusOr<v1::Evidence> {
              absl::StatusOr<v1::Evidence> added =
                  AddEvidence(transaction, wanted.municipality, wanted.evidence,
                              wanted.amount_cents, caller.now);
              if (added.ok() || !may_name) return added;
              return WithEvidenceFigures(added.status(), transaction,
                                         wanted.amount_cents);
            });
      });
}

grpc::Status BudgetService::CreateExpense(
    grpc::ServerContext* context, const v1::CreateExpenseRequest* request,
    v1::Expense* response) {
  return door_.Serve(
      context, __func__, *request, response,
      [&](const gate::Caller& caller) -> absl::StatusOr<v1::Expense> {
        ENTENTE_ASSIGN_OR_RETURN(
            const NewExpense wanted,
            Explained(context_.store, request->expense().line(),
                      request->expense().amount(),
                      ValidateCreateExpense(*request)));
        const ExpenseRules rules{MayReadBudget(context_.gate, caller),
                                 context_.regulation_profiles};
        return context_.RunOnce<v1::Expense>(
            caller, *request,
            [&](store::Transaction& transaction)
                -> absl::StatusOr<v1::Expense> {
              Ledger ledger(transaction, wanted.line.parent.parent);
              ENTENTE_ASSIGN_OR_RETURN(
                  Posted<v1::Expense> posted,
                  PostExpense(ledger, wanted, request->expense(), rules,
                              caller.now));
              ledger.Flush();
              return std::move(posted).Reply();
            });
      });
}

grpc::Status BudgetService::ListExpenses(grpc::ServerContext* context,
                                         const v1::ListExpensesRequest* request,
                                         v1::ListExpensesResponse* response) {
  return door_.Serve(
      context, __func__, *request, response,
      [&](const gate::Caller& caller)
          -> absl::StatusOr<v1::ListExpensesResponse> {
        ENTENTE_ASSIGN_OR_RETURN(
            const ConventionName name,
            ParseConventionName(request->parent(), "parent"));
        const auto snapshot = context_.store.Read();
        ENTENTE_RETURN_IF_ERROR(
            GetConventionHead(*snapshot, name, "parent").status());
        v1::ListExpensesResponse list;
        ENTENTE_ASSIGN_OR_RETURN(
            *list.mutable_next_page_token(),
            ReadNumbered<v1::Expense>(*snapshot, context_, caller, *request,
                                      NumberedKind::kExpense, name,
                                      [&](const v1::Expense& expense) {
                                        *list.add_expenses() = expense;
                                      }));
        ENTENTE_RETURN_IF_ERROR(AddCorrected(*snapshot, name, list));
        return list;
      });
}

}  // namespace entente::conventions
