#include "tools/client/series_steps.h"

#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tools/client/series_chart.h"

namespace entente::client {
namespace {

namespace cv1 = entente::conventions::v1;
namespace v1 = entente::indicators::v1;
using Request = v1::QuerySeriesRequest;
using ::testing::ElementsAre;
using ::testing::EndsWith;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;

google::type::Date Month(int year, int month) {
  google::type::Date date;
  date.set_year(year);
  date.set_month(month);
  date.set_day(1);
  return date;
}

v1::StepFigure& AddStep(int first_month, int last_month, int64_t value,
                        v1::Series& series) {
  v1::StepFigure& step = *series.add_steps();
  *step.mutable_first_month() = Month(2018, first_month);
  *step.mutable_last_month() = Month(2018, last_month);
  step.mutable_figure()->set_value(value);
  step.mutable_figure()->set_contributions(2);
  return step;
}

void AddMonth(int month, int64_t value, v1::Series& series,
              int64_t denominator = 0) {
  v1::MonthFigure& figure = *series.add_months();
  *figure.mutable_month() = Month(2018, month);
  figure.set_value(value);
  figure.set_denominator(denominator);
  figure.set_contributions(1);
}

v1::Series Of(cv1::MeasureKind kind) {
  v1::Series series;
  series.set_measure_code("actions");
  series.set_kind(kind);
  return series;
}

std::string TableOf(const v1::Series& series, SeriesStep step,
                    Language language = Language::kEn) {
  return StepTable(MeasureLookup(), series, step, language, 100);
}

TEST(SeriesStepsTest, AQuarterThatIsCutSaysWhichMonthsItIsOf) {
  v1::Series series = Of(cv1::MEASURE_KIND_COUNT);
  AddStep(2, 3, 7, series).set_is_partial(true);
  AddStep(4, 6, 4, series);
  series.mutable_total()->set_value(11);
  series.mutable_total()->set_contributions(4);
  const std::string said = TableOf(series, Request::STEP_QUARTER);
  EXPECT_THAT(said, HasSubstr("  2018-Q1 partial (02-03)"));
  EXPECT_THAT(said, HasSubstr("  2018-Q2 "));
  EXPECT_THAT(said, HasSubstr("  total"));
  EXPECT_THAT(said, Not(HasSubstr("not summed")));
  EXPECT_THAT(TableOf(series, Request::STEP_QUARTER, Language::kFr),
              HasSubstr("2018-Q1 partiel (02-03)"));
  EXPECT_THAT(TableOf(series, Request::STEP_QUARTER, Language::kNl),
              HasSubstr("2018-Q1 gedeeltelijk (02-03)"));
}

TEST(SeriesStepsTest, ATermIsTheTotalAndSaidOnce) {
  v1::Series series = Of(cv1::MEASURE_KIND_COUNT);
  AddStep(2, 11, 7, series);
  series.mutable_total()->set_value(7);
  const std::string said = TableOf(series, Request::STEP_TERM);
  EXPECT_THAT(said, HasSubstr("  2018-02/2018-11"));
  EXPECT_THAT(said, Not(HasSubstr("total")));
}

TEST(SeriesStepsTest, WhatMayNotBeSummedIsSaidInItsPlace) {
  v1::Series series = Of(cv1::MEASURE_KIND_COUNT);
  v1::StepFigure& step = AddStep(1, 3, 0, series);
  step.clear_figure();
  step.set_reason(v1::StepFigure::REASON_NOT_SUMMABLE);
  EXPECT_THAT(TableOf(series, Request::STEP_QUARTER),
              HasSubstr("do not add up; it is shown by month"));
  EXPECT_THAT(TableOf(series, Request::STEP_QUARTER, Language::kFr),
              HasSubstr("non sommé"));
  EXPECT_THAT(TableOf(series, Request::STEP_QUARTER, Language::kNl),
              HasSubstr("de maanden van deze meting worden niet opgeteld; "));
}

TEST(SeriesStepsTest, QuartersAndYearsAreColumnsOfAChart) {
  v1::Series series = Of(cv1::MEASURE_KIND_COUNT);
  AddStep(4, 6, 4, series);
  SeriesChartOptions options{.first_month = 2018 * 12 + 1,
                             .last_month = 2018 * 12 + 8,
                             .step = Request::STEP_QUARTER,
                             .columns = 60,
                             .is_ascii = true};
  const std::string quarters = SeriesChart(MeasureLookup(), series, options);
  EXPECT_THAT(quarters, HasSubstr("0 | .   ### .\n"));
  EXPECT_THAT(quarters, HasSubstr("    Q1  Q2  Q3\n    2018\n"));
  options.step = Request::STEP_YEAR;
  options.last_month = 2019 * 12;
  EXPECT_THAT(SeriesChart(MeasureLookup(), series, options),
              HasSubstr("    18  19\n"));
}

TEST(SeriesStepsTest, AChartNamesTheColumnsThatAreOfAPart) {
  v1::Series series = Of(cv1::MEASURE_KIND_COUNT);
  AddStep(2, 3, 7, series).set_is_partial(true);
  AddStep(4, 6, 4, series);
  AddStep(7, 8, 5, series).set_is_partial(true);
  SeriesChartOptions options{.first_month = 2018 * 12 + 1,
                             .last_month = 2018 * 12 + 7,
                             .step = Request::STEP_QUARTER,
                             .columns = 60,
                             .is_ascii = true};
  const std::string drawn = SeriesChart(MeasureLookup(), series, options);
  EXPECT_THAT(drawn, EndsWith("    2018\n"
                              "  partial, drawn of these months alone: "
                              "2018-Q1 (02-03), 2018-Q3 (07-08)\n"));
  options.language = Language::kFr;
  EXPECT_THAT(SeriesChart(MeasureLookup(), series, options),
              HasSubstr("  partiel, dessiné d'après ces seuls mois : 2018-Q1"));
  options.language = Language::kNl;
  EXPECT_THAT(
      SeriesChart(MeasureLookup(), series, options),
      HasSubstr("  gedeeltelijk, enkel van deze maanden getekend: 2018-Q1"));
}

TEST(SeriesStepsTest, AChartOfWhatMayNotBeSummedSaysWhyItIsEmpty) {
  v1::Series series = Of(cv1::MEASURE_KIND_COUNT);
  v1::StepFigure& step = AddStep(2, 3, 0, series);
  step.clear_figure();
  step.set_is_partial(true);
  step.set_reason(v1::StepFigure::REASON_NOT_SUMMABLE);
  SeriesChartOptions options{.first_month = 2018 * 12 + 1,
                             .last_month = 2018 * 12 + 2,
                             .step = Request::STEP_QUARTER,
                             .columns = 60,
                             .is_ascii = true};
  const std::string drawn = SeriesChart(MeasureLookup(), series, options);
  EXPECT_THAT(drawn, EndsWith("    2018\n"
                              "  not summed: months of this measure do not "
                              "add up; it is shown by month\n"));
  // What is not drawn is not drawn of a part.
  EXPECT_THAT(drawn, Not(HasSubstr("partial")));
  options.language = Language::kFr;
  EXPECT_THAT(SeriesChart(MeasureLookup(), series, options),
              HasSubstr("  non sommé : "));
}

// "2018-Q1=7": "A" where it is approved, "!" where partial, "x" not summed.
std::vector<std::string> Exported(const v1::Series& series, SeriesStep step,
                                  bool is_summable = true, int from = 1,
                                  int until = 12) {
  Request query;
  *query.mutable_from() = Month(2018, from);
  *query.mutable_until() = Month(2018, until);
  query.set_step(step);
  // January to April stand approved.
  Approvals approvals;
  for (int month = 1; month <= 4; ++month) {
    approvals[absl::CivilMonth(2018, month)] = {};
  }
  std::vector<std::string> said;
  for (const ExportedStep& one :
       StepsOfMonths(series, is_summable, query, approvals)) {
    const v1::MonthFigure& figure = one.figure.figure();
    const std::string value =
        one.figure.reason() == v1::StepFigure::REASON_NOT_SUMMABLE ? "x"
        : figure.denominator() > 0
            ? absl::StrCat(figure.value(), "/", figure.denominator())
            : absl::StrCat(figure.value());
    said.push_back(absl::StrCat(StepName(step, one.figure), "=", value,
                                one.is_approved ? " A" : "",
                                one.figure.is_partial() ? " !" : ""));
  }
  return said;
}

TEST(SeriesStepsTest, APeriodIsApprovedWhenAllItsMonthsAre) {
  v1::Series series = Of(cv1::MEASURE_KIND_COUNT);
  AddMonth(1, 3, series);
  AddMonth(3, 4, series);
  AddMonth(4, 5, series);
  EXPECT_THAT(Exported(series, Request::STEP_QUARTER),
              ElementsAre("2018-Q1=7 A", "2018-Q2=5"));
  EXPECT_THAT(Exported(series, Request::STEP_YEAR), ElementsAre("2018=12"));
  EXPECT_THAT(Exported(series, Request::STEP_QUARTER, true, 3, 4),
              ElementsAre("2018-Q1=4 A !", "2018-Q2=5 A !"));
  EXPECT_THAT(Exported(series, Request::STEP_TERM, true, 2, 4),
              ElementsAre("2018-02/2018-04=9 A"));
}

TEST(SeriesStepsTest, WhatIsExportedIsWhatTheServiceAdds) {
  v1::Series ratio = Of(cv1::MEASURE_KIND_RATIO);
  AddMonth(1, 1, ratio, 2);
  AddMonth(2, 1, ratio, 1);
  EXPECT_THAT(Exported(ratio, Request::STEP_QUARTER),
              ElementsAre("2018-Q1=2/3 A"));
  v1::Series done = Of(cv1::MEASURE_KIND_YES_NO);
  AddMonth(1, 1, done);
  AddMonth(2, 1, done);
  AddMonth(5, 0, done);
  EXPECT_THAT(Exported(done, Request::STEP_QUARTER),
              ElementsAre("2018-Q1=1 A", "2018-Q2=0"));
  v1::Series persons = Of(cv1::MEASURE_KIND_COUNT);
  AddMonth(1, 3, persons);
  EXPECT_THAT(Exported(persons, Request::STEP_QUARTER, false),
              ElementsAre("2018-Q1=x A"));
  EXPECT_THAT(Exported(persons, Request::STEP_QUARTER, false, 1, 1),
              ElementsAre("2018-Q1=3 A !"));
  v1::Series words = Of(cv1::MEASURE_KIND_QUALITATIVE);
  AddMonth(1, 0, words);
  EXPECT_THAT(Exported(words, Request::STEP_YEAR), ElementsAre("2018=x"));
}

TEST(SeriesStepsTest, OfASensitiveMeasureNothingIsExported) {
  v1::Series series = Of(cv1::MEASURE_KIND_COUNT);
  series.set_is_confidential(true);
  AddStep(1, 12, 7, series);
  series.mutable_total()->set_value(7);
  EXPECT_THAT(Exported(series, Request::STEP_YEAR), IsEmpty());
}

}  // namespace
}  // namespace entente::client
