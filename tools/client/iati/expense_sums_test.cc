#include "tools/client/iati/expense_sums.h"

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "services/conventions/money/date.h"
#include "services/conventions/money/money.h"

namespace entente::client {
namespace {

using conventions::DateFromDay;
using conventions::MoneyFromCents;
using testing::ElementsAre;
using testing::IsEmpty;

const absl::CivilDay kToday(2019, 3, 14);

class ExpenseSumsTest : public testing::Test {
 protected:
  void Add(const std::string& envelope, const std::string& line,
           absl::CivilDay day, int64_t cents, int64_t corrected_cents = 0) {
    conventions::v1::Expense& expense = expenses_.emplace_back();
    expense.set_line(
        "municipalities/21004/conventions/css-2018-2019/envelopes/" + envelope +
        "/lines/" + line);
    *expense.mutable_amount() = MoneyFromCents(cents);
    *expense.mutable_corrected() = MoneyFromCents(corrected_cents);
    *expense.mutable_service_date() = DateFromDay(day);
  }
  // "general-2018 12345" of each sum.
  std::vector<std::string> Published(absl::CivilDay today = kToday) {
    std::vector<std::string> all;
    for (const ExpenseSum& sum : SumExpenses(expenses_, today).published) {
      all.push_back(sum.id + " " + std::to_string(sum.cents));
    }
    return all;
  }

  std::vector<conventions::v1::Expense> expenses_;
};

TEST_F(ExpenseSumsTest, EnoughExpensesApartAreASumOfTheirEnvelope) {
  for (int i = 0; i < kExpensesApartMin; ++i) {
    Add("general-2018", "so-01-operating", absl::CivilDay(2018, 3, 1), 100);
    Add("supplementary-2018", "so-02-operating", absl::CivilDay(2018, 4, 1),
        10);
  }
  EXPECT_THAT(Published(),
              ElementsAre("general-2018 500", "supplementary-2018 50"));
}

TEST_F(ExpenseSumsTest, TwelvePaysOfOnePersonAreHeldBack) {
  for (int month = 1; month <= 12; ++month) {
    Add("general-2018", "so-01-personnel", absl::CivilDay(2018, month, 28),
        300'000);
  }
  EXPECT_THAT(Published(), IsEmpty());
  const ExpenseSums sums = SumExpenses(expenses_, kToday);
  EXPECT_EQ(sums.held_back_count, 12);
  EXPECT_EQ(sums.held_back_cents, 3'600'000);
}

// Published beside the other, it would be their pay.
TEST_F(ExpenseSumsTest, AnEnvelopeWithTooFewIsHiddenInTheSumOfTheYear) {
  for (int i = 0; i < kExpensesApartMin; ++i) {
    Add("general-2018", "so-01-operating", absl::CivilDay(2018, 3, 1), 100);
  }
  Add("supplementary-2018", "so-02-personnel", absl::CivilDay(2018, 4, 1),
      300'000);
  EXPECT_THAT(Published(), ElementsAre("2018 300500"));
}

TEST_F(ExpenseSumsTest, AYearThatIsNotOverIsHeldBack) {
  for (int i = 0; i < kExpensesApartMin; ++i) {
    Add("general-2018", "so-01-operating", absl::CivilDay(2018, 3, 1), 100);
  }
  EXPECT_THAT(Published(absl::CivilDay(2018, 12, 31)), IsEmpty());
  EXPECT_THAT(Published(absl::CivilDay(2019, 1, 1)),
              ElementsAre("general-2018 500"));
}

TEST_F(ExpenseSumsTest, WhatWasTakenBackWholeHidesNobody) {
  for (int i = 1; i < kExpensesApartMin; ++i) {
    Add("general-2018", "so-01-operating", absl::CivilDay(2018, 3, 1), 100);
  }
  Add("general-2018", "so-01-operating", absl::CivilDay(2018, 3, 1), 100, 100);
  EXPECT_THAT(Published(), IsEmpty());
  Add("general-2018", "so-01-operating", absl::CivilDay(2018, 3, 1), 100, 99);
  EXPECT_THAT(Published(), ElementsAre("general-2018 401"));
}

}  // namespace
}  // namespace entente::client
