// Corrections of expenses: through real stubs.
#include <string>

#include "gmock/gmock.h"
#include "services/conventions/budget_fixture_test.h"

namespace entente::conventions {
namespace {

using Budget = v1::BudgetService::Stub;
using Stub = v1::ExpenseCorrectionService::Stub;
using testing::HasSubstr;

class CorrectionTest : public BudgetFixture {
 protected:
  std::string Spend(const std::string& line, int64_t cents,
                    const std::string& evidence) {
    auto expense =
        Call(&Budget::CreateExpense, ExpenseRequest(line, cents, evidence));
    EXPECT_TRUE(expense.ok()) << expense.status();
    return expense.ok() ? expense->name() : "";
  }
};

TEST_F(CorrectionTest, WhatIsTakenBackIsAvailableAndItsEvidenceFreeAgain) {
  const std::string line = MakeLine(100'000);
  const std::string evidence = MakeEvidence("F-1", 'b', 50'000);
  const std::string expense = Spend(line, 50'000, evidence);
  auto correction =
      Call(&Stub::CorrectExpense, CorrectionRequest(expense, 20'000));
  ASSERT_TRUE(correction.ok()) << correction.status();
  EXPECT_EQ(correction->name(), Format(kConvention) + "/corrections/k-000001");
  EXPECT_EQ(correction->line_position().spent().units(), 300);
  EXPECT_EQ(correction->line_position().available().units(), 700);
  // The evidence covers 200,00 again, and not a cent more.
  EXPECT_EQ(ErrorReason(Call(&Budget::CreateExpense,
                             ExpenseRequest(line, 20'001, evidence))
                            .status()),
            "EVIDENCE_EXCEEDED");
  Spend(line, 20'000, evidence);
}

TEST_F(CorrectionTest, TheExpenseStaysAsItWasAndShowsWhatWasCorrected) {
  const std::string line = MakeLine(100'000);
  const std::string expense = Spend(line, 50'000, MakeEvidence());
  ASSERT_TRUE(
      Call(&Stub::CorrectExpense, CorrectionRequest(expense, 10'000)).ok());
  ASSERT_TRUE(
      Call(&Stub::CorrectExpense, CorrectionRequest(expense, 5'000)).ok());
  v1::ListExpensesRequest request;
  request.set_parent(Format(kConvention));
  auto list = Call(&Budget::ListExpenses, request);
  ASSERT_TRUE(list.ok()) << list.status();
  ASSERT_EQ(list->expenses_size(), 1);
  EXPECT_EQ(list->expenses(0).amount().units(), 500);
  EXPECT_EQ(list->expenses(0).corrected().units(), 150);
  v1::ListExpenseCorrectionsRequest corrections;
  corrections.set_parent(Format(kConvention));
  auto all = Call(&Stub::ListExpenseCorrections, corrections);
  ASSERT_TRUE(all.ok()) << all.status();
  ASSERT_EQ(all->expense_corrections_size(), 2);
  EXPECT_EQ(all->expense_corrections(1).expense(), expense);
  EXPECT_FALSE(all->expense_corrections(1).has_line_position());
}

TEST_F(CorrectionTest, NoMoreIsTakenBackThanWasPosted) {
  const std::string line = MakeLine(100'000);
  const std::string evidence = MakeEvidence();
  const std::string expense = Spend(line, 50'000, evidence);
  Spend(line, 30'000, evidence);
  ASSERT_TRUE(
      Call(&Stub::CorrectExpense, CorrectionRequest(expense, 40'000)).ok());
  const absl::Status status =
      Call(&Stub::CorrectExpense, CorrectionRequest(expense, 10'001)).status();
  EXPECT_EQ(status.code(), absl::StatusCode::kFailedPrecondition);
  EXPECT_EQ(ErrorReason(status), "CORRECTION_EXCEEDED");
  EXPECT_EQ(Field(status), "expense_correction.amount");
  EXPECT_EQ(Figure(status, "expense_cents"), "50000");
  EXPECT_EQ(Figure(status, "corrected_cents"), "40000");
  EXPECT_EQ(Figure(status, "requested_cents"), "10001");
  EXPECT_EQ(Figure(status, "available_cents"), "10000");
  EXPECT_EQ(Figure(status, "allotted_cents"), "100000");
  EXPECT_EQ(Figure(status, "spent_cents"), "40000");
  EXPECT_THAT(GetErrorDetail(status)->sentence.fr, HasSubstr("100,00 EUR"));
  EXPECT_THAT(GetErrorDetail(status)->sentence.nl, HasSubstr("100,00 EUR"));
}

TEST_F(CorrectionTest, WhatStandsInAClaimIsNotTakenBack) {
  const std::string line = MakeLine(100'000);
  const std::string expense = Spend(line, 50'000, MakeEvidence());
  ASSERT_TRUE(
      store_
          ->Transact([&](store::Transaction& transaction) {
            return Post(transaction,
                        {.line = *ParseLineName(line, "line"),
                         .movements = {{v1::LedgerEntry::TYPE_CLAIM, 45'000}},
                         .cause = "invented",
                         .effective_date = {},
                         .record_time = absl::UnixEpoch()})
                .status();
          })
          .ok());
  const absl::Status status =
      Call(&Stub::CorrectExpense, CorrectionRequest(expense, 5'001)).status();
  EXPECT_EQ(ErrorReason(status), "EXPENSE_CLAIMED");
  EXPECT_EQ(Figure(status, "claimed_cents"), "45000");
  EXPECT_EQ(Figure(status, "available_cents"), "5000");
  EXPECT_THAT(GetErrorDetail(status)->sentence.nl, HasSubstr("450,00 EUR"));
  EXPECT_TRUE(
      Call(&Stub::CorrectExpense, CorrectionRequest(expense, 5'000)).ok());
}

TEST_F(CorrectionTest, ACorrectionNamesItsExpenseAndAReason) {
  const std::string expense = Spend(MakeLine(), 5'000, MakeEvidence());
  const std::string before = Everything();
  v1::CorrectExpenseRequest request = CorrectionRequest(expense, 100);
  request.mutable_expense_correction()->set_reason("  ");
  EXPECT_EQ(Field(Call(&Stub::CorrectExpense, request).status()),
            "expense_correction.reason");
  request.mutable_expense_correction()->set_reason("gsm 0470/12.34.56");
  EXPECT_EQ(ErrorReason(Call(&Stub::CorrectExpense, request).status()),
            "PERSONAL_DATA_SHAPE");
  request = CorrectionRequest(Format(kConvention) + "/expenses/e-000009", 100);
  EXPECT_EQ(ErrorReason(Call(&Stub::CorrectExpense, request).status()),
            "NOT_FOUND");
  request = CorrectionRequest(
      "municipalities/21004/conventions/other/expenses/e-000001", 100);
  EXPECT_EQ(ErrorReason(Call(&Stub::CorrectExpense, request).status()),
            "OTHER_CONVENTION");
  for (const int64_t cents : {0, -100}) {
    EXPECT_EQ(ErrorReason(
                  Call(&Stub::CorrectExpense, CorrectionRequest(expense, cents))
                      .status()),
              "AMOUNT_NOT_POSITIVE");
  }
  EXPECT_EQ(Call(&Stub::CorrectExpense, CorrectionRequest(expense, 100),
                 {"coordinator"})
                .status()
                .code(),
            absl::StatusCode::kPermissionDenied);
  EXPECT_EQ(Everything(), before);
}

TEST_F(CorrectionTest, ARetryCorrectsOnceAndARehearsalNothing) {
  const std::string line = MakeLine(100'000);
  v1::CorrectExpenseRequest request =
      CorrectionRequest(Spend(line, 50'000, MakeEvidence()), 10'000);
  request.set_validate_only(true);
  const std::string before = Everything();
  ASSERT_TRUE(Call(&Stub::CorrectExpense, request).ok());
  EXPECT_EQ(Everything(), before);
  request.set_validate_only(false);
  request.set_request_id("correct-1");
  ASSERT_TRUE(Call(&Stub::CorrectExpense, request).ok());
  ASSERT_TRUE(Call(&Stub::CorrectExpense, request).ok());
  EXPECT_EQ(LineBalances(line).spent_cents, 40'000);
}

}  // namespace
}  // namespace entente::conventions
