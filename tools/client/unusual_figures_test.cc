// What is said of figures that lie far from the others.
#include "tools/client/unusual_figures.h"

#include <optional>
#include <string>
#include <vector>

#include "gtest/gtest.h"
#include "nlohmann/json.hpp"

namespace entente::client {
namespace {

namespace v1 = entente::indicators::v1;

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

}  // namespace
}  // namespace entente::client
