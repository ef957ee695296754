// Series as they are answered: totals by kind, months far from the others, and
// what of a sensitive measure is left out.
#include "services/indicators/series_rules.h"

#include <cstdint>
#include <optional>
#include <vector>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "services/indicators/sample_definitions.h"

namespace entente::indicators {
namespace {

namespace cv1 = entente::conventions::v1;
namespace v1 = entente::indicators::v1;
using testing::ElementsAre;
using testing::IsEmpty;

constexpr int32_t kJanuary = 2018 * 12;
constexpr absl::CivilDay kLater(2020, 6, 1);

Definitions Sample() { return Definitions(1, {SampleConvention()}); }

SeriesQuery QueryOf(int32_t from, int32_t until, absl::CivilDay today) {
  SeriesQuery query;
  query.from = from;
  query.until = until;
  query.today = today;
  return query;
}

using Values = std::vector<std::optional<int64_t>>;

// Months from January 2018 on with these values; those of a measure of 2018 and
// 2019.
v1::Series SeriesOf(const Values& values, absl::CivilDay today = kLater,
                    cv1::MeasureKind kind = cv1::MEASURE_KIND_COUNT,
                    int months = 24, bool is_sensitive = false) {
  MeasureInfo measure;
  measure.definition = MakeMeasure("actions", kind);
  measure.definition.set_is_sensitive(is_sensitive);
  measure.terms = {MakeTerm(MakeDate(2018, 1, 1), MakeDate(2019, 12, 31))};
  MonthFigures figures;
  for (size_t i = 0; i < values.size(); ++i) {
    if (!values[i]) continue;
    figures[kJanuary + static_cast<int32_t>(i)] = {
        .value = *values[i], .denominator = 100, .contributions = 1};
  }
  return MakeSeries(measure, figures,
                    QueryOf(kJanuary, kJanuary + months - 1, today));
}

std::vector<int> UnusualMonths(const v1::Series& series) {
  std::vector<int> months;
  for (const v1::MonthFigure& month : series.months()) {
    if (month.is_unusual()) months.push_back(month.month().month());
  }
  return months;
}

std::vector<int> SilentMonths(const v1::Series& series) {
  std::vector<int> months;
  for (const google::type::Date& month : series.silent_months()) {
    months.push_back(month.month());
  }
  return months;
}

// The day after the last month of these has ended.
absl::CivilDay After(const Values& values) {
  return absl::CivilDay(absl::CivilMonth(2018, 1) +
                        static_cast<int>(values.size()));
}

TEST(SeriesTest, AMonthFarFromTheOthersIsMarked) {
  const auto unusual = [](const Values& values) {
    return UnusualMonths(SeriesOf(values, After(values)));
  };
  EXPECT_THAT(unusual({10, 12, 11, 9, 10, 60, 11, 12}), ElementsAre(6));
  EXPECT_THAT(unusual({10, 12, 11, 9, 10, 0, 11, 12}), ElementsAre(6));
  EXPECT_THAT(unusual({10, 12, 11, 9, 10, 13, 11, 12}), IsEmpty());
  // More than half are equal: the median deviation is 0.
  EXPECT_THAT(unusual({5, 5, 5, 5, 5, 5, 5, 50}), ElementsAre(8));
  EXPECT_THAT(unusual({5, 5, 5, 5, 5, 5, 5, 5}), IsEmpty());
}

TEST(SeriesTest, OfFewMonthsOrARatioNoneIsMarked) {
  const Values few = {10, 12, 11, 9, 10, 60, 11};
  EXPECT_THAT(UnusualMonths(SeriesOf(few, After(few))), IsEmpty());
  const Values ratio = {10, 12, 11, 9, 10, 60, 11, 12};
  EXPECT_THAT(
      UnusualMonths(SeriesOf(ratio, After(ratio), cv1::MEASURE_KIND_RATIO)),
      IsEmpty());
}

TEST(SeriesTest, TheRunningMonthIsNotCompared) {
  // The ninth month has begun, and little of it is there.
  const Values values = {10, 12, 11, 9, 10, 13, 11, 12, 1};
  EXPECT_THAT(UnusualMonths(SeriesOf(values, absl::CivilDay(2018, 9, 2))),
              IsEmpty());
  EXPECT_THAT(UnusualMonths(SeriesOf(values, absl::CivilDay(2018, 9, 30))),
              IsEmpty());
  EXPECT_THAT(UnusualMonths(SeriesOf(values, absl::CivilDay(2018, 10, 1))),
              ElementsAre(9));
  // Nor do the others become enough by it.
  const Values few = {10, 12, 11, 9, 10, 60, 11, 12};
  EXPECT_THAT(UnusualMonths(SeriesOf(few, absl::CivilDay(2018, 8, 31))),
              IsEmpty());
}

TEST(SeriesTest, AMonthInWhichASourceFellSilentIsMarked) {
  const Values between = {10, 12, 11, 9, 10, 13, {}, 11, 12};
  EXPECT_THAT(SilentMonths(SeriesOf(between, After(between))), ElementsAre(7));
  EXPECT_THAT(UnusualMonths(SeriesOf(between, After(between))), IsEmpty());
  // It is still no figure.
  EXPECT_EQ(SeriesOf(between, After(between)).months_size(), 8);
  // After the last with figures, once it has ended.
  const Values last = {10, 12, 11, 9, 10, 13, 11, 12};
  EXPECT_THAT(SilentMonths(SeriesOf(last, absl::CivilDay(2018, 9, 30))),
              IsEmpty());
  EXPECT_THAT(SilentMonths(SeriesOf(last, absl::CivilDay(2018, 10, 1))),
              ElementsAre(9));
  // Seven with figures and one without are enough to compare.
  const Values seven = {10, 12, 11, 9, 10, 13, 11};
  EXPECT_THAT(SilentMonths(SeriesOf(seven, absl::CivilDay(2018, 9, 1))),
              ElementsAre(8));
}

// A year without figures says that nobody delivered; if it counted as so many
// zeros, an ordinary month would lie far from them.
TEST(SeriesTest, ALongSilenceMakesNoOtherMonthUnusual) {
  const Values year = {11, 18, 5, 21, 14, 20, 10, 180, 10, 12, 16, 15};
  const v1::Series alone = SeriesOf(year, After(year));
  ASSERT_THAT(UnusualMonths(alone), ElementsAre(8));
  const v1::Series followed = SeriesOf(year);
  EXPECT_THAT(UnusualMonths(followed), ElementsAre(8));
  // What is counted differs so much that nothing would not be far from it.
  EXPECT_THAT(SilentMonths(followed), IsEmpty());
}

TEST(SeriesTest, ThreeMonthsOnEndAreAGapAndTwoAreZeros) {
  const Values two = {5, 8, 5, 5, 5, 12, {}, {}, 5, 9, 6};
  EXPECT_THAT(UnusualMonths(SeriesOf(two, After(two))), ElementsAre(6));
  const Values three = {6, 6, 10, 7, 5, 9, {}, {}, {}, 12, 5, 5};
  EXPECT_THAT(UnusualMonths(SeriesOf(three, After(three))), ElementsAre(10));
  EXPECT_THAT(SilentMonths(SeriesOf(three, After(three))),
              ElementsAre(7, 8, 9));
}

TEST(SeriesTest, MonthsBehindTheLastFigureAreNoZerosToCompareWith) {
  const Values regular = {7, 10, 12, 9, 5, 10, 6, 9};
  EXPECT_THAT(SilentMonths(SeriesOf(regular, absl::CivilDay(2018, 11, 1))),
              ElementsAre(9, 10));
  // All alike: whatever is not is far.
  const Values equal(8, 5);
  EXPECT_THAT(SilentMonths(SeriesOf(equal, absl::CivilDay(2018, 11, 1))),
              ElementsAre(9, 10));
}

TEST(SeriesTest, NoFiguresAreNoSilenceWhereFewMonthsBeforeHadSome) {
  // Five before the gap.
  const Values five = {10, 12, 11, 9, 10, {}, 13, 11, 12, 10};
  EXPECT_THAT(SilentMonths(SeriesOf(five, After(five))), IsEmpty());
  // Begun late: the months before are none of its.
  const Values late = {{}, {}, {}, 10, 12, 11, 9, 10, 13, 11, 12};
  EXPECT_THAT(SilentMonths(SeriesOf(late, After(late))), IsEmpty());
  // Nothing is counted once the convention has ended.
  Values whole(24, 10);
  whole[3] = 11;
  EXPECT_THAT(SilentMonths(SeriesOf(whole, kLater, cv1::MEASURE_KIND_COUNT,
                                    /*months=*/30)),
              IsEmpty());
  // A measure of which nothing is usual.
  const Values rare = {1, 40, 2, 90, 1, 7, {}, 55, {}, 3};
  EXPECT_THAT(SilentMonths(SeriesOf(rare, After(rare))), IsEmpty());
}

TEST(SeriesTest, TotalsFollowTheKind) {
  const Definitions definitions = Sample();
  const auto series = [&](const char* code, const MonthFigures& figures) {
    return MakeSeries(definitions.measures()[definitions.Find(code)], figures,
                      QueryOf(kJanuary, kJanuary + 23, kLater));
  };
  const MonthFigures two = {{24216, {3, 0, 2}}, {24220, {4, 0, 1}}};
  EXPECT_EQ(series("trainings", two).total().value(), 7);
  EXPECT_FALSE(series("distinct_persons", two).has_total());
  EXPECT_EQ(series("payment_made", two).total().value(), 1);
  EXPECT_EQ(series("payment_made", {}).total().value(), 0);
  EXPECT_TRUE(series("payment_made", {}).has_total());
  EXPECT_FALSE(series("trainings", {}).has_total());
  const v1::Series ratio =
      series("cell_meetings", {{24216, {1, 2, 2}}, {24217, {1, 1, 1}}});
  EXPECT_EQ(ratio.total().value(), 2);
  EXPECT_EQ(ratio.total().denominator(), 3);
}

TEST(SeriesTest, SensitiveMeasuresShowWholeSettledYearsOnly) {
  const Definitions definitions = Sample();
  MeasureInfo measure = definitions.measures()[definitions.Find("trainings")];
  measure.definition.set_is_sensitive(true);
  const MonthFigures figures = {{24216, {3, 0, 2}}, {24220, {4, 0, 1}}};
  // January 2018 to December 2019.
  SeriesQuery query = QueryOf(kJanuary, kJanuary + 23, kLater);
  query.is_settled = true;
  const v1::Series years = MakeSeries(measure, figures, query);
  EXPECT_TRUE(years.is_confidential());
  EXPECT_TRUE(years.months().empty());
  EXPECT_EQ(years.total().value(), 7);
  // Until then, as if there was nothing.
  query.is_settled = false;
  EXPECT_EQ(MakeSeries(measure, figures, query).SerializeAsString(),
            MakeWithheld(measure).SerializeAsString());
  EXPECT_EQ(MakeSeries(measure, {}, query).SerializeAsString(),
            MakeWithheld(measure).SerializeAsString());

  query.is_settled = true;
  query.until = 24216;
  EXPECT_FALSE(MakeSeries(measure, figures, query).has_total());
  EXPECT_TRUE(MakeSeries(measure, figures, query).months().empty());
  // Two years less one month would give the month away.
  query.from = 24217;
  query.until = 24239;
  EXPECT_FALSE(MakeSeries(measure, figures, query).has_total());
  query.from = 24216;
  query.areas = {"DPI-1"};
  EXPECT_FALSE(MakeSeries(measure, figures, query).has_total());
}

TEST(SeriesTest, OfASensitiveMeasureNoSilenceIsTold) {
  const Values between = {10, 12, 11, 9, 10, 13, {}, 11, 12};
  EXPECT_THAT(SilentMonths(SeriesOf(between, After(between),
                                    cv1::MEASURE_KIND_COUNT, /*months=*/24,
                                    /*is_sensitive=*/true)),
              IsEmpty());
}

}  // namespace
}  // namespace entente::indicators
