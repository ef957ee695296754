// What amendments ask of people: see todo.h.
#include <string>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "services/conventions/money/money.h"
#include "tools/client/report/report_fixture.h"
#include "tools/client/report/report_model.h"
#include "tools/client/report/todo.h"

namespace entente::client {
namespace {

using ::testing::HasSubstr;
using ::testing::SizeIs;

// Of an envelope of the fixture, which the ledger grants 90.000,50.
class AmendedTest : public ::testing::Test {
 protected:
  conventions::v1::Amendment& Amend(int64_t cents, int month) {
    auto& amendment = data_.amendments.emplace_back();
    amendment.set_name(absl::StrCat(
        data_.convention_name, "/amendments/a-00000", data_.amendments.size()));
    amendment.set_state(conventions::v1::Amendment::STATE_APPLIED);
    amendment.mutable_effective_date()->set_year(2019);
    amendment.mutable_effective_date()->set_month(month);
    amendment.mutable_effective_date()->set_day(1);
    auto& envelope = *amendment.add_changes()->mutable_envelope();
    envelope.set_allocation(conventions::v1::ALLOCATION_GENERAL);
    envelope.set_year(2019);
    *envelope.mutable_amount() = conventions::MoneyFromCents(cents);
    return amendment;
  }

  std::vector<TodoItem> Amended(absl::CivilDay today) const {
    std::vector<TodoItem> found;
    for (const TodoItem& item : ComputeTodo(BuildReportModel(data_), today)) {
      if (item.code == "AMENDED_AMOUNT") found.push_back(item);
    }
    return found;
  }

  ReportData data_ = FixtureData();
  const absl::CivilDay today_{2019, 11, 24};
};

TEST_F(AmendedTest, AnAmountThatTheLedgerDoesNotGrantIsToDo) {
  Amend(85'000'00, 3);
  const std::vector<TodoItem> items = Amended(today_);
  ASSERT_THAT(items, SizeIs(1));
  EXPECT_EQ(items[0].due, absl::CivilDay(2019, 3, 1));
  EXPECT_TRUE(items[0].is_overdue);
  EXPECT_THAT(items[0].what.fr, HasSubstr("réduire de 5.000,50 EUR"));
  for (const std::string* why :
       {&items[0].why.en, &items[0].why.fr, &items[0].why.nl}) {
    EXPECT_THAT(*why, HasSubstr("85.000,00 EUR"));
    EXPECT_THAT(*why, HasSubstr("90.000,50 EUR"));
    EXPECT_THAT(*why, HasSubstr("a-000001"));
    EXPECT_THAT(*why,
                HasSubstr("entente budget change reduce --envelope "
                          "general-2019 --amount 5.000,50 --decision a-000001 "
                          "--reason a-000001"));
  }
  // Once it is posted nothing is left to do.
  for (auto& envelope : data_.envelopes) {
    if (envelope.name().find("general-2019") == std::string::npos) continue;
    *envelope.mutable_position()->mutable_allocated() =
        conventions::MoneyFromCents(85'000'00);
  }
  EXPECT_THAT(Amended(today_), SizeIs(0));
}

TEST_F(AmendedTest, OnlyTheLastThatIsAppliedAndHoldsCounts) {
  Amend(85'000'00, 12);
  EXPECT_THAT(Amended(today_), SizeIs(0)) << "it is to come";
  Amend(1'00, 3).set_state(conventions::v1::Amendment::STATE_APPROVED);
  EXPECT_THAT(Amended(today_), SizeIs(0)) << "it is not applied";
  // Recorded first, for a later day: that one holds.
  Amend(90'000'50, 6);
  Amend(85'000'00, 5);
  EXPECT_THAT(Amended(today_), SizeIs(0));
  Amend(95'000'50, 7);
  ASSERT_THAT(Amended(today_), SizeIs(1));
  EXPECT_THAT(Amended(today_)[0].why.en,
              HasSubstr("budget change increase --envelope general-2019 "
                        "--amount 5.000,00"));
  // A closed convention gets no more credits; less is still taken back.
  data_.convention->set_state(conventions::v1::Convention::STATE_CLOSED);
  EXPECT_THAT(Amended(today_), SizeIs(0));
  Amend(85'000'00, 8);
  EXPECT_THAT(Amended(today_), SizeIs(1));
}

// What the State decides after an amendment is not the amendment's to undo.
TEST_F(AmendedTest, ALaterCutIsNotUndone) {
  const auto decide = [&](conventions::v1::BudgetChange::Type type,
                          int64_t cents, int month,
                          const std::string& decision) {
    auto& change = data_.budget_changes.emplace_back();
    change.set_type(type);
    for (const auto& envelope : data_.envelopes) {
      if (!absl::EndsWith(envelope.name(), "general-2019")) continue;
      if (type == conventions::v1::BudgetChange::TYPE_REDUCTION) {
        change.set_from(envelope.name());
      } else {
        change.set_to(envelope.name());
      }
    }
    *change.mutable_amount() = conventions::MoneyFromCents(cents);
    change.mutable_effective_date()->set_year(2019);
    change.mutable_effective_date()->set_month(month);
    change.mutable_effective_date()->set_day(1);
    change.set_decision_reference(decision);
  };
  using Change = conventions::v1::BudgetChange;
  // 95.000,50 from March, cut by 5.000,00 in May: 90.000,50 is right.
  Amend(95'000'50, 3);
  ASSERT_THAT(Amended(today_), SizeIs(1));
  decide(Change::TYPE_REDUCTION, 5'000'00, 5, "KB 2019-5");
  EXPECT_THAT(Amended(today_), SizeIs(0));
  // Cut once more: the ledger lacks 10,00 that no decision took.
  decide(Change::TYPE_REDUCTION, 20'00, 6, "KB 2019-6");
  decide(Change::TYPE_INCREASE, 30'00, 7, "KB 2019-7");
  const std::vector<TodoItem> items = Amended(today_);
  ASSERT_THAT(items, SizeIs(1));
  EXPECT_THAT(items[0].why.fr, HasSubstr("grand livre octroie 90.000,50 EUR"));
  EXPECT_THAT(items[0].why.en, HasSubstr("later decisions change -4.990,00"));
  EXPECT_THAT(items[0].why.en,
              HasSubstr("budget change increase --envelope general-2019 "
                        "--amount 10,00"));
  // One that posts an amendment is no later decision, whatever its day.
  data_.budget_changes.clear();
  data_.amendments.clear();
  Amend(85'000'00, 3);
  decide(Change::TYPE_REDUCTION, 5'000'50, 5, "a-000001");
  EXPECT_THAT(Amended(today_), SizeIs(1));
  // One before the amendment is in its amount.
  data_.budget_changes.clear();
  decide(Change::TYPE_REDUCTION, 5'000'50, 2, "KB 2019-2");
  EXPECT_THAT(Amended(today_), SizeIs(1));
  // That both say the same amount is chance: the cut came after, so the
  // amendment is not posted yet.
  data_.budget_changes.clear();
  data_.amendments.clear();
  Amend(90'000'50, 3);
  decide(Change::TYPE_REDUCTION, 5'000'00, 5, "KB 2019-5");
  ASSERT_THAT(Amended(today_), SizeIs(1));
  EXPECT_THAT(Amended(today_)[0].what.en, HasSubstr("reduce by 5.000,00 EUR"));
}

}  // namespace
}  // namespace entente::client
