#include "tools/client/approved_series.h"

#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace entente::client {
namespace {

namespace v1 = entente::indicators::v1;
using ::testing::ElementsAre;
using ::testing::IsEmpty;

constexpr int kFebruary = 2;

void AddDecision(v1::PeriodDecision::Kind kind, int64_t seconds, int version,
                 v1::Period& period) {
  v1::PeriodDecision& decision = *period.add_decisions();
  decision.set_kind(kind);
  decision.set_version(version);
  decision.mutable_time()->set_seconds(seconds);
}

v1::Period& AddMonth(const std::string& month, v1::Period::Standing standing,
                     v1::ListPeriodsResponse& months) {
  v1::Period& period = *months.add_periods();
  period.set_name(absl::StrCat("municipalities/21004/periods/", month));
  period.set_standing(standing);
  return period;
}

// January and February 2018 are approved, March was opened again, May is
// approved once more.
v1::ListPeriodsResponse Months() {
  v1::ListPeriodsResponse months;
  constexpr auto kApproved = v1::Period::STANDING_APPROVED;
  constexpr auto kDecided = v1::PeriodDecision::KIND_APPROVED;
  constexpr auto kOpened = v1::PeriodDecision::KIND_REOPENED;
  AddDecision(kDecided, 900, 1, AddMonth("2018-01", kApproved, months));
  AddDecision(kDecided, 700, 1, AddMonth("2018-02", kApproved, months));
  v1::Period& march =
      AddMonth("2018-03", v1::Period::STANDING_REOPENED, months);
  AddDecision(kDecided, 700, 1, march);
  AddDecision(kOpened, 800, 0, march);
  AddMonth("2018-04", v1::Period::STANDING_UNDECIDED, months);
  v1::Period& may = AddMonth("2018-05", kApproved, months);
  AddDecision(kDecided, 700, 1, may);
  AddDecision(kOpened, 800, 0, may);
  AddDecision(kDecided, 950, 2, may);
  return months;
}

void AddFigure(int month, int64_t value, int version, v1::Series& series) {
  v1::MonthFigure& figure = *series.add_months();
  figure.mutable_month()->set_year(2018);
  figure.mutable_month()->set_month(month);
  figure.mutable_month()->set_day(1);
  figure.set_value(value);
  figure.set_contributions(1);
  figure.set_approved_version(version);
}

v1::Series& AddSeries(const std::string& code,
                      v1::QuerySeriesResponse& response) {
  v1::Series& series = *response.add_series();
  series.set_measure_code(code);
  return series;
}

// "1=12 v1": month, value, version.
std::vector<std::string> Shown(const v1::Series& series) {
  std::vector<std::string> months;
  for (const v1::MonthFigure& figure : series.months()) {
    months.push_back(absl::StrCat(figure.month().month(), "=", figure.value(),
                                  " v", figure.approved_version()));
  }
  return months;
}

TEST(ApprovedSeriesTest, AMonthIsAskedForAsOfItsLastApproval) {
  v1::QuerySeriesRequest query;
  query.set_parent("municipalities/21004");
  query.set_area("DPI-1");
  const std::vector<v1::QuerySeriesRequest> runs =
      ApprovedQueries(query, ApprovalsOf(Months()));
  ASSERT_EQ(runs.size(), 2u);
  EXPECT_EQ(runs[0].area(), "DPI-1");
  EXPECT_EQ(runs[0].from().month(), 1);
  EXPECT_EQ(runs[0].until().month(), 2);
  // Both stood approved then.
  EXPECT_EQ(runs[0].as_of().seconds(), 900);
  EXPECT_EQ(runs[1].from().month(), 5);
  EXPECT_EQ(runs[1].until().month(), 5);
  EXPECT_EQ(runs[1].as_of().seconds(), 950);
  EXPECT_THAT(ApprovedQueries(query, {}), IsEmpty());
}

TEST(ApprovedSeriesTest, ARunOfMonthsGoesOnOverTheEndOfAYear) {
  v1::ListPeriodsResponse months;
  for (const char* month : {"2018-12", "2019-01", "2019-02"}) {
    AddDecision(v1::PeriodDecision::KIND_APPROVED, 700, 1,
                AddMonth(month, v1::Period::STANDING_APPROVED, months));
  }
  const std::vector<v1::QuerySeriesRequest> runs =
      ApprovedQueries({}, ApprovalsOf(months));
  ASSERT_EQ(runs.size(), 1u);
  EXPECT_EQ(runs[0].from().year(), 2018);
  EXPECT_EQ(runs[0].until().month(), kFebruary);
}

TEST(ApprovedSeriesTest, WhatMovedSinceIsShownAsItWasApproved) {
  v1::QuerySeriesResponse today;
  v1::Series& actions = AddSeries("actions", today);
  AddFigure(1, 12, 0, actions);
  AddFigure(2, 8, 0, actions);
  AddFigure(4, 5, 0, actions);
  // It came true after the approval of its month.
  AddFigure(2, 1, 0, AddSeries("paid", today));
  // It is gone since the approval.
  AddSeries("held", today);
  std::vector<v1::QuerySeriesResponse> frozen(1);
  v1::Series& approved = AddSeries("actions", frozen[0]);
  AddFigure(1, 12, 1, approved);
  AddFigure(2, 7, 1, approved);
  AddFigure(2, 3, 1, AddSeries("held", frozen[0]));
  EXPECT_EQ(TakeApproved(ApprovalsOf(Months()), frozen, today), 3);
  EXPECT_THAT(Shown(today.series(0)),
              ElementsAre("1=12 v1", "2=7 v1", "4=5 v0"));
  EXPECT_THAT(Shown(today.series(1)), IsEmpty());
  EXPECT_THAT(Shown(today.series(2)), ElementsAre("2=3 v1"));
}

TEST(ApprovedSeriesTest, PartsOfAMeasureAreKeptApart) {
  v1::QuerySeriesResponse today;
  std::vector<v1::QuerySeriesResponse> frozen(1);
  for (v1::QuerySeriesResponse* answer : {&today, &frozen[0]}) {
    const int version = answer == &today ? 0 : 1;
    for (const char* code : {"youth", "unknown"}) {
      v1::Series& part = AddSeries("actions", *answer);
      part.set_split_code(code);
      AddFigure(1, static_cast<int64_t>(part.split_code().size()), version,
                part);
    }
  }
  EXPECT_EQ(TakeApproved(ApprovalsOf(Months()), frozen, today), 0);
  EXPECT_THAT(Shown(today.series(0)), ElementsAre("1=5 v1"));
  EXPECT_THAT(Shown(today.series(1)), ElementsAre("1=7 v1"));
}

// Read from an earlier version it is not what stands approved.
TEST(ApprovedSeriesTest, AnotherVersionIsNotTaken) {
  v1::QuerySeriesResponse today;
  AddFigure(5, 4, 0, AddSeries("actions", today));
  std::vector<v1::QuerySeriesResponse> frozen(1);
  AddFigure(5, 3, 1, AddSeries("actions", frozen[0]));
  TakeApproved(ApprovalsOf(Months()), frozen, today);
  EXPECT_THAT(Shown(today.series(0)), IsEmpty());
}

}  // namespace
}  // namespace entente::client
