// Expenses and the evidence that proves them.
#include <optional>
#include <utility>

#include "absl/strings/str_cat.h"
#include "services/common/base/error.h"
#include "services/common/store/records.h"
#include "services/conventions/budget_rules.h"
#include "services/conventions/budget_service.h"
#include "services/conventions/convention_store.h"
#include "services/conventions/conventions_keys.h"
#include "services/conventions/evidence_store.h"
#include "services/conventions/ledger_errors.h"
#include "services/conventions/ledger_rules.h"
#include "services/conventions/ledger_store.h"
#include "services/conventions/limits.h"
#include "services/conventions/lookup_store.h"
#include "services/conventions/money/money.h"
#include "services/conventions/page_store.h"

namespace entente::conventions {
namespace {

// Ends the reservation that the expense names and answers what it held.
absl::StatusOr<int64_t> EndReservation(store::Transaction& transaction,
                                       const NewExpense& wanted,
                                       const std::string& name) {
  const std::string key =
      keys::Numbered(NumberedKind::kReservation, wanted.reservation->parent,
                     wanted.reservation->number);
  ENTENTE_ASSIGN_OR_RETURN(
      v1::Reservation reservation,
      Find<v1::Reservation>(transaction, key, name, "expense.reservation"));
  if (reservation.line() != Format(wanted.line)) {
    return ReservationOfOtherLine(reservation.line());
  }
  if (reservation.state() != v1::Reservation::STATE_OPEN) {
    return ReservationEnded(name, reservation.state(), "expense.reservation");
  }
  reservation.set_state(v1::Reservation::STATE_POSTED);
  store::PutRecord(transaction, key, reservation);
  return CentsFromMoney(reservation.amount(), "reservation.amount");
}

// What the expense moves on its line.
absl::StatusOr<Movements> MovementsOf(store::Transaction& transaction,
                                      const NewExpense& wanted,
                                      const v1::Expense& expense) {
  ENTENTE_ASSIGN_OR_RETURN(
      const LineAccount account,
      GetLineAccount(transaction, wanted.line, "expense.line"));
  if (!wanted.reservation) {
    return Spend(account.line, account.envelope, wanted.amount_cents,
                 SpendRoute::kExpense);
  }
  ENTENTE_ASSIGN_OR_RETURN(
      const int64_t held,
      EndReservation(transaction, wanted, expense.reservation()));
  return SpendReserved(account.line, held, wanted.amount_cents,
                       SpendRoute::kExpense);
}

absl::StatusOr<v1::Expense> PostExpense(store::Transaction& transaction,
                                        const NewExpense& wanted,
                                        v1::Expense expense, absl::Time now) {
  const ConventionName& convention = wanted.line.parent.parent;
  ENTENTE_ASSIGN_OR_RETURN(Movements movements,
                           MovementsOf(transaction, wanted, expense));
  ENTENTE_ASSIGN_OR_RETURN(
      const int64_t number,
      TakeNumber(transaction, NumberedKind::kExpense, convention));
  expense.set_name(FormatNumbered(NumberedKind::kExpense, convention, number));
  *expense.mutable_amount() = MoneyFromCents(wanted.amount_cents);
  *expense.mutable_create_time() = ToTimestamp(now);
  expense.clear_line_position();
  // What no rule has checked is not kept.
  expense.DiscardUnknownFields();
  ENTENTE_RETURN_IF_ERROR(ChargeEvidence(transaction, wanted.evidence,
                                         expense.name(), wanted.amount_cents));
  ENTENTE_ASSIGN_OR_RETURN(
      const Balances after,
      Post(transaction, {.line = wanted.line,
                         .movements = std::move(movements),
                         .cause = expense.name(),
                         .effective_date = expense.service_date(),
                         .record_time = now}));
  store::PutRecord(transaction,
                   keys::Numbered(NumberedKind::kExpense, convention, number),
                   expense);
  *expense.mutable_line_position() = ToPosition(AccountKind::kLine, after);
  return expense;
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
        return context_.RunOnce<v1::Evidence>(
            caller, *request, [&](store::Transaction& transaction) {
              v1::Evidence evidence = request->evidence();
              evidence.set_issuer_enterprise_number(wanted.issuer);
              // What no rule has checked is not kept.
              evidence.DiscardUnknownFields();
              return AddEvidence(transaction, wanted.municipality,
                                 std::move(evidence), wanted.amount_cents);
            });
      });
}

grpc::Status BudgetService::CreateExpense(
    grpc::ServerContext* context, const v1::CreateExpenseRequest* request,
    v1::Expense* response) {
  return door_.Serve(
      context, __func__, *request, response,
      [&](const gate::Caller& caller) -> absl::StatusOr<v1::Expense> {
        ENTENTE_ASSIGN_OR_RETURN(const NewExpense wanted,
                                 ValidateCreateExpense(*request));
        return context_.RunOnce<v1::Expense>(
            caller, *request, [&](store::Transaction& transaction) {
              return PostExpense(transaction, wanted, request->expense(),
                                 caller.now);
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
            ReadPage<v1::Expense>(
                *snapshot, context_.page_tokens,
                {.scope =
                     absl::StrCat(caller.Scope(), " expenses ", Format(name)),
                 .prefix = keys::NumberedOf(NumberedKind::kExpense, name),
                 .size = request->page_size(),
                 .token = request->page_token(),
                 .size_default = kPageSizeDefault,
                 .size_max = kPageSizeMax},
                [&](absl::string_view, const v1::Expense& expense) {
                  *list.add_expenses() = expense;
                }));
        return list;
      });
}

}  // namespace entente::conventions
