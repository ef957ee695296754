// What is said of figures that lie far from the others.
#include "tools/client/unusual_figures.h"

#include <optional>
#include <string>
#include <vector>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "nlohmann/json.hpp"

namespace entente::client {
namespace {

namespace cv1 = entente::conventions::v1;
namespace v1 = entente::indicators::v1;
using testing::ElementsAre;
using testing::IsEmpty;

google::type::Date Month(int month) {
  google::type::Date date;
  date.set_year(2018);
  date.set_month(month);
  return date;
}

// A figure of March, unusual, and one of May that is not.
v1::Series& AddSeries(const std::string& code,
                      v1::QuerySeriesResponse& answer) {
  v1::Series& series = *answer.add_series();
  series.set_measure_code(code);
  v1::MonthFigure& march = *series.add_months();
  *march.mutable_month() = Month(3);
  march.set_value(90);
  march.set_is_unusual(true);
  v1::MonthFigure& may = *series.add_months();
  *may.mutable_month() = Month(5);
  may.set_value(4);
  return series;
}

TEST(UnusualFiguresTest, AreThoseOfTheMonthThatAreMarked) {
  v1::QuerySeriesResponse answer;
  AddSeries("actions", answer);
  const auto march = UnusualFiguresOf(answer, Month(3));
  ASSERT_EQ(march.size(), 1u);
  EXPECT_EQ(march[0].measure_code, "actions");
  EXPECT_EQ(march[0].value, 90);
  EXPECT_FALSE(march[0].is_silent);
  EXPECT_TRUE(UnusualFiguresOf(answer, Month(5)).empty());
  EXPECT_TRUE(UnusualFiguresOf(answer, Month(4)).empty());
}

TEST(UnusualFiguresTest, AMeasureThatFellSilentIsOne) {
  v1::QuerySeriesResponse answer;
  *AddSeries("actions", answer).add_silent_months() = Month(4);
  const auto april = UnusualFiguresOf(answer, Month(4));
  ASSERT_EQ(april.size(), 1u);
  EXPECT_TRUE(april[0].is_silent);
}

TEST(UnusualFiguresTest, NothingIsToldOfASensitiveMeasure) {
  v1::QuerySeriesResponse answer;
  v1::Series& series = AddSeries("returnees", answer);
  series.set_is_confidential(true);
  *series.add_silent_months() = Month(4);
  EXPECT_TRUE(UnusualFiguresOf(answer, Month(3)).empty());
  EXPECT_TRUE(UnusualFiguresOf(answer, Month(4)).empty());
}

TEST(UnusualFiguresTest, StandBesideWhatRulesSayOfTheMonth) {
  v1::CheckPeriodResponse checked;
  checked.set_error_count(2);
  const auto json = CheckedPeriodJson(
      checked,
      std::vector<UnusualFigure>{{.measure_code = "actions", .value = 90},
                                 {.measure_code = "talks", .is_silent = true}});
  ASSERT_TRUE(json.ok()) << json.status();
  const nlohmann::json read = nlohmann::json::parse(*json);
  EXPECT_EQ(read["errorCount"], 2);
  ASSERT_EQ(read["unusualFigures"].size(), 2u);
  EXPECT_EQ(read["unusualFigures"][0]["measureCode"], "actions");
  EXPECT_EQ(read["unusualFigures"][0]["value"], "90");
  EXPECT_EQ(read["unusualFigures"][0]["isSilent"], false);
  EXPECT_EQ(read["unusualFigures"][1]["isSilent"], true);
  const auto none = CheckedPeriodJson(checked, std::vector<UnusualFigure>());
  ASSERT_TRUE(none.ok()) << none.status();
  EXPECT_TRUE(nlohmann::json::parse(*none)["unusualFigures"].is_array());
}

TEST(UnusualFiguresTest, ThatCouldNotBeReadAreNotSaidToBeNone) {
  v1::CheckPeriodResponse checked;
  checked.set_error_count(2);
  const auto json = CheckedPeriodJson(checked, std::nullopt);
  ASSERT_TRUE(json.ok()) << json.status();
  const nlohmann::json read = nlohmann::json::parse(*json);
  EXPECT_EQ(read["errorCount"], 2);
  EXPECT_FALSE(read.contains("unusualFigures"));
}

TEST(UnusualFiguresTest, ASensitiveMeasureIsNotAskedFor) {
  std::vector<v1::Measure> measures(3);
  measures[0].mutable_definition()->set_code("actions");
  measures[1].mutable_definition()->set_code("returnees");
  measures[1].mutable_definition()->set_is_sensitive(true);
  measures[2].mutable_definition()->set_code("talks");
  EXPECT_EQ(ComparedMeasures(measures),
            (std::vector<std::string>{"actions", "talks"}));
}

TEST(UnusualFiguresTest, AMonthIsComparedWithTheTwoYearsUpToIt) {
  const auto queries =
      UnusualQueries("municipalities/99001", Month(3), {"actions", "talks"});
  ASSERT_EQ(queries.size(), 1u);
  EXPECT_EQ(queries[0].parent(), "municipalities/99001");
  EXPECT_THAT(queries[0].measure_codes(), ElementsAre("actions", "talks"));
  EXPECT_EQ(queries[0].from().year(), 2016);
  EXPECT_EQ(queries[0].from().month(), 4);
  EXPECT_EQ(queries[0].until().year(), 2018);
  EXPECT_EQ(queries[0].until().month(), 3);
  EXPECT_EQ(UnusualQueries("", Month(12), {"actions"})[0].from().month(), 1);
  EXPECT_EQ(UnusualQueries("", Month(12), {"actions"})[0].from().year(), 2017);
  // Nothing to compare is no question about everything.
  EXPECT_THAT(UnusualQueries("", Month(3), {}), IsEmpty());
}

TEST(UnusualFiguresTest, OnlySeriesThatCanBeMarkedAreComparedAgain) {
  std::vector<v1::Series> series(4);
  series[0].set_measure_code("actions");
  series[0].set_kind(cv1::MEASURE_KIND_COUNT);
  series[1].set_measure_code("rate");
  series[1].set_kind(cv1::MEASURE_KIND_RATIO);
  series[2].set_measure_code("returnees");
  series[2].set_kind(cv1::MEASURE_KIND_COUNT);
  series[2].set_is_confidential(true);
  series[3].set_measure_code("hours");
  series[3].set_kind(cv1::MEASURE_KIND_HOURS);
  EXPECT_THAT(ComparedSeries(series), ElementsAre("actions", "hours"));
}

// Of a term that begins in March 2018: the service marked March beside the
// months behind it.
class MarkedSeriesTest : public testing::Test {
 protected:
  MarkedSeriesTest() {
    v1::QuerySeriesResponse of_term;
    AddSeries("actions", of_term);
    term_.assign(of_term.series().begin(), of_term.series().end());
    *term_[0].add_silent_months() = Month(4);
  }

  // As a report does it: what a check of each month finds in `answers`.
  void MarkAs(const std::vector<v1::QuerySeriesResponse>& answers) {
    ClearUnusual(term_);
    for (size_t i = 0; i < answers.size(); ++i) {
      const google::type::Date month = Month(3 + static_cast<int>(i));
      MarkUnusual(month, UnusualFiguresOf(answers[i], month), term_);
    }
  }

  std::vector<v1::Series> term_;
};

TEST_F(MarkedSeriesTest, AMonthOfTheTermAloneIsNotUnusualWhereACheckIsSilent) {
  v1::QuerySeriesResponse usual;
  AddSeries("actions", usual).mutable_months(0)->clear_is_unusual();
  MarkAs({usual, usual, usual});
  EXPECT_FALSE(term_[0].months(0).is_unusual());
  EXPECT_THAT(term_[0].silent_months(), IsEmpty());
}

TEST_F(MarkedSeriesTest, MonthsBeforeTheTermMakeOneUnusualAsInACheck) {
  // May is far from months that are not of the term, March from none of its own
  // window; April's silence is seen beside those before the term.
  v1::QuerySeriesResponse march;
  AddSeries("actions", march).mutable_months(0)->clear_is_unusual();
  v1::QuerySeriesResponse april = march;
  *april.mutable_series(0)->add_silent_months() = Month(4);
  v1::QuerySeriesResponse may = march;
  may.mutable_series(0)->mutable_months(1)->set_is_unusual(true);
  MarkAs({march, april, may});
  EXPECT_FALSE(term_[0].months(0).is_unusual());
  EXPECT_TRUE(term_[0].months(1).is_unusual());
  ASSERT_EQ(term_[0].silent_months_size(), 1);
  EXPECT_EQ(term_[0].silent_months(0).month(), 4);
  EXPECT_EQ(term_[0].silent_months(0).day(), 1);
  EXPECT_EQ(term_[0].months_size(), 2);
}

TEST_F(MarkedSeriesTest, WhatAWindowMarksOfOtherMonthsIsLeftToTheirs) {
  v1::QuerySeriesResponse usual;
  AddSeries("actions", usual).mutable_months(0)->clear_is_unusual();
  v1::QuerySeriesResponse may;
  AddSeries("actions", may);
  MarkAs({usual, usual, may});
  EXPECT_FALSE(term_[0].months(0).is_unusual());
}

TEST_F(MarkedSeriesTest, AFigureThatMovedSinceIsNotMarked) {
  ClearUnusual(term_);
  MarkUnusual(Month(3), {{.measure_code = "actions", .value = 91}}, term_);
  EXPECT_FALSE(term_[0].months(0).is_unusual());
  // Nor is one that came called none.
  MarkUnusual(Month(3), {{.measure_code = "actions", .is_silent = true}},
              term_);
  EXPECT_THAT(term_[0].silent_months(), IsEmpty());
  EXPECT_FALSE(term_[0].months(0).is_unusual());
  MarkUnusual(Month(3), {{.measure_code = "talks", .value = 90}}, term_);
  EXPECT_FALSE(term_[0].months(0).is_unusual());
  MarkUnusual(Month(3), {{.measure_code = "actions", .value = 90}}, term_);
  EXPECT_TRUE(term_[0].months(0).is_unusual());
}

}  // namespace
}  // namespace entente::client
