#include "tools/client/series_text.h"

#include <string>

#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace entente::client {
namespace {

namespace cv1 = entente::conventions::v1;
namespace v1 = entente::indicators::v1;
using ::testing::HasSubstr;
using ::testing::Not;

google::type::Date Month(int month) {
  google::type::Date date;
  date.set_year(2018);
  date.set_month(month);
  date.set_day(1);
  return date;
}

v1::MonthFigure& AddMonth(int month, int64_t value, v1::Series& series) {
  v1::MonthFigure& figure = *series.add_months();
  *figure.mutable_month() = Month(month);
  figure.set_value(value);
  figure.set_contributions(value);
  return figure;
}

v1::Series Of(cv1::MeasureKind kind) {
  v1::Series series;
  series.set_measure_code("actions");
  series.set_kind(kind);
  return series;
}

std::string TableOf(const v1::Series& series, MonthTableOptions options = {}) {
  options.last_month = 2018 * 12 + 11;
  return MonthTable(MeasureLookup(), series, options);
}

TEST(SeriesTextTest, MonthsStandInARowWithABarAndTheirTotal) {
  v1::Series series = Of(cv1::MEASURE_KIND_COUNT);
  AddMonth(1, 4, series);
  AddMonth(3, 2, series).set_is_unusual(true);
  series.mutable_total()->set_value(6);
  series.mutable_total()->set_contributions(6);
  const std::string said = TableOf(series);
  EXPECT_THAT(said, HasSubstr("  2018-01       4  "
                              "████████████████████████████████████████  "));
  EXPECT_THAT(said, HasSubstr("  2018-03     2 !  ████████████████████   "));
  EXPECT_THAT(said, HasSubstr("  total         6  "));
  EXPECT_THAT(said, Not(HasSubstr("approved")));
  EXPECT_THAT(TableOf(series, {.language = Language::kFr}),
              HasSubstr("  mois     chiffre"));
}

TEST(SeriesTextTest, AMonthThatFellSilentIsShownInItsPlace) {
  v1::Series series = Of(cv1::MEASURE_KIND_COUNT);
  AddMonth(1, 4, series);
  AddMonth(3, 2, series);
  *series.add_silent_months() = Month(2);
  *series.add_silent_months() = Month(4);
  const std::string said = TableOf(series);
  EXPECT_LT(said.find("2018-01"), said.find("  2018-02  none !\n"));
  EXPECT_LT(said.find("  2018-02  none !\n"), said.find("2018-03"));
  EXPECT_LT(said.find("2018-03"), said.find("  2018-04  none !\n"));
  EXPECT_THAT(said, HasSubstr("  2018-04  none !\n"));
}

TEST(SeriesTextTest, WhichVersionWasApprovedIsSaidWhereItIsAsked) {
  v1::Series series = Of(cv1::MEASURE_KIND_YES_NO);
  AddMonth(1, 1, series).set_approved_version(2);
  const std::string said = TableOf(series, {.has_approvals = true});
  EXPECT_THAT(said, HasSubstr("approved\n"));
  EXPECT_THAT(said, HasSubstr("v2\n"));
  EXPECT_THAT(said, Not(HasSubstr("█")));
}

TEST(SeriesTextTest, AMeasureThatIsGoneIsSaidInEachLanguage) {
  const Sentence said = RemovedMeasureSentence("trainings");
  EXPECT_EQ(said.en,
            "trainings is no longer among these measures: what was shown of "
            "it no longer holds.");
  EXPECT_EQ(said.fr,
            "trainings ne fait plus partie de ces mesures : ce qui en a été "
            "montré ne vaut plus.");
  EXPECT_EQ(said.nl,
            "trainings hoort niet meer bij deze metingen: wat ervan getoond "
            "werd, geldt niet meer.");
}

}  // namespace
}  // namespace entente::client
