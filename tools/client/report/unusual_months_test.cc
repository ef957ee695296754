// Which months of a report are asked for, and what stands marked after it.
#include "tools/client/report/unusual_months.h"

#include <optional>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/str_format.h"
#include "absl/time/civil_time.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tools/client/report/missing_part.h"

namespace entente::client {
namespace {

namespace cv1 = entente::conventions::v1;
namespace v1 = entente::indicators::v1;
using testing::ElementsAre;
using testing::IsEmpty;

constexpr int kYear = 2018;

// A term of two years; its last month that has ended is March 2018.
class UnusualMonthsTest : public testing::Test {
 protected:
  UnusualMonthsTest() {
    data_.from = absl::CivilMonth(kYear - 1, 11);
    data_.until = absl::CivilMonth(kYear + 1, 10);
    data_.generated_at = absl::CivilMinute(kYear, 4, 15, 9, 30);
    AddSeries("actions");
    AddSeries("returnees").set_is_confidential(true);
    AddSeries("talks");
  }

  // One with a figure of 90 in each of the months that have begun, of which the
  // service marked all, and a silence.
  v1::Series& AddSeries(const std::string& code) {
    v1::Series& series = data_.series.emplace_back();
    series.set_measure_code(code);
    series.set_kind(cv1::MEASURE_KIND_COUNT);
    for (int month = 1; month <= 4; ++month) {
      v1::MonthFigure& figure = *series.add_months();
      figure.mutable_month()->set_year(kYear);
      figure.mutable_month()->set_month(month);
      figure.set_value(90);
      figure.set_is_unusual(true);
    }
    series.add_silent_months()->set_year(kYear - 1);
    return series;
  }

  // Every month has an unusual figure of actions, until the question fails.
  void Mark(std::optional<int> year = kYear) {
    MarkUnusualMonths(
        year,
        [&](const google::type::Date& month,
            const std::vector<std::string>& codes)
            -> absl::StatusOr<std::vector<UnusualFigure>> {
          asked_.push_back(
              absl::StrFormat("%d-%02d", month.year(), month.month()));
          codes_ = codes;
          if (asked_.back() == fails_in_) {
            return absl::UnavailableError("gone");
          }
          return std::vector<UnusualFigure>{
              {.measure_code = "actions", .value = 90}};
        },
        data_);
  }

  // "actions 1": the months of kYear that are marked, of every series.
  std::vector<std::string> Marked() const {
    std::vector<std::string> marked;
    for (const v1::Series& series : data_.series) {
      for (const v1::MonthFigure& figure : series.months()) {
        if (!figure.is_unusual()) continue;
        marked.push_back(absl::StrFormat("%s %d", series.measure_code(),
                                         figure.month().month()));
      }
      for (const google::type::Date& silent : series.silent_months()) {
        marked.push_back(absl::StrFormat("%s silent %d", series.measure_code(),
                                         silent.year()));
      }
    }
    return marked;
  }

  ReportData data_;
  std::string fails_in_;
  std::vector<std::string> asked_;
  std::vector<std::string> codes_;
};

TEST_F(UnusualMonthsTest, TheRunningMonthIsNotAskedFor) {
  Mark();
  EXPECT_THAT(asked_, ElementsAre("2018-01", "2018-02", "2018-03"));
  EXPECT_THAT(Marked(), ElementsAre("actions 1", "actions 2", "actions 3"));
  EXPECT_THAT(data_.missing, IsEmpty());
  asked_.clear();
  Mark(kYear + 1);
  EXPECT_THAT(asked_, IsEmpty());
}

TEST_F(UnusualMonthsTest, WithoutAYearTheWholeTermIsAskedForAsFarAsItGoes) {
  Mark(std::nullopt);
  EXPECT_THAT(asked_, ElementsAre("2017-11", "2017-12", "2018-01", "2018-02",
                                  "2018-03"));
  asked_.clear();
  // A term that is over.
  data_.until = absl::CivilMonth(kYear, 1);
  Mark(std::nullopt);
  EXPECT_THAT(asked_, ElementsAre("2017-11", "2017-12", "2018-01"));
}

TEST_F(UnusualMonthsTest, AConfidentialMeasureIsNeverAskedFor) {
  Mark();
  EXPECT_THAT(codes_, ElementsAre("actions", "talks"));
}

TEST_F(UnusualMonthsTest, WhereAMonthFailsNoEarlierMarkStaysAndItIsSaid) {
  for (const char* month : {"2018-01", "2018-02", "2018-03"}) {
    fails_in_ = month;
    asked_.clear();
    data_.missing.clear();
    Mark();
    EXPECT_THAT(Marked(), IsEmpty()) << month;
    // Nothing is asked behind it.
    EXPECT_EQ(asked_.back(), month);
    ASSERT_EQ(data_.missing.size(), 1u) << month;
    EXPECT_EQ(data_.missing[0].part, "indicators.unusual");
    EXPECT_TRUE(data_.IsMissing("indicators"));
    EXPECT_FALSE(data_.IsMissing("indicators.series"));
  }
}

TEST_F(UnusualMonthsTest, WithoutTheSeriesNothingIsAskedNorSaidTwice) {
  data_.missing.push_back(MakeMissingPart("indicators.series", {"f", "f", "f"},
                                          absl::UnavailableError("gone")));
  Mark();
  EXPECT_THAT(asked_, IsEmpty());
  EXPECT_THAT(Marked(), IsEmpty());
  EXPECT_EQ(data_.missing.size(), 1u);
}

}  // namespace
}  // namespace entente::client
