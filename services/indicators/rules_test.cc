// Pure rules: dates, definitions, activities, facts, rows, series.
#include <limits>
#include <string>
#include <vector>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "services/common/base/error.h"
#include "services/indicators/activity_rules.h"
#include "services/indicators/area_rules.h"
#include "services/indicators/fact_rules.h"
#include "services/indicators/ingest_rules.h"
#include "services/indicators/page_rules.h"
#include "services/indicators/sample_definitions.h"
#include "services/indicators/series_rules.h"

namespace entente::indicators {
namespace {

namespace cv1 = entente::conventions::v1;
namespace v1 = entente::indicators::v1;
using testing::ElementsAre;

AreaList Areas() {
  return *AreaList::Parse(
      "21004,,Bruxelles,Brussel\nDPI-1,21004,a,b\nDPI-2,21004,a,b\n"
      "21009,,Ixelles,Elsene\nUNKNOWN,,inconnu,onbekend\n");
}

Definitions Sample() { return Definitions(1, {SampleConvention()}); }

TEST(DateTest, OnlyDaysAndMonthsOfTheCalendarArePacked) {
  EXPECT_NE(PackDate(MakeDate(2020, 2, 29)), 0u);
  EXPECT_EQ(PackDate(MakeDate(2019, 2, 29)), 0u);
  EXPECT_EQ(PackDate(MakeDate(2019, 13, 1)), 0u);
  EXPECT_NE(PackDate(MakeDate(2019, 5, 0)), 0u);
  EXPECT_EQ(PackDate(MakeDate(19, 5, 1)), 0u);
  const Term term = MakeTerm(MakeDate(2018, 3, 15), MakeDate(2018, 5, 1));
  EXPECT_FALSE(term.Contains(PackDate(MakeDate(2018, 3, 14))));
  EXPECT_TRUE(term.Contains(PackDate(MakeDate(2018, 3, 0))));
  EXPECT_TRUE(term.Contains(PackDate(MakeDate(2018, 5, 1))));
  EXPECT_FALSE(term.Contains(PackDate(MakeDate(2018, 5, 2))));
}

TEST(AreaTest, AnAreaIncludesThoseBelowIt) {
  EXPECT_THAT(Areas().WithDescendants("21004"),
              ElementsAre("21004", "DPI-1", "DPI-2"));
  EXPECT_TRUE(Areas().WithDescendants("99999").empty());
  EXPECT_EQ(ErrorReason(AreaList::Parse("A,B,c,d\n").status()),
            "AREA_FILE_INVALID");
}

TEST(DefinitionsTest, ConventionsMergeMeasuresByCode) {
  v1::ConventionRecord next = SampleConvention();
  next.set_convention("municipalities/21004/conventions/css-2020");
  *next.mutable_valid_from() = MakeDate(2020, 1, 1);
  *next.mutable_valid_until() = MakeDate(2020, 12, 31);
  next.mutable_measures(0)->mutable_title()->set_en("newer");
  next.mutable_measures(0)->clear_feeds();
  const Definitions definitions(2, {next, SampleConvention()});
  EXPECT_EQ(definitions.measures().size(), 8u);
  const MeasureInfo& trainings = definitions.measures()[0];
  EXPECT_EQ(trainings.definition.title().en(), "newer");
  EXPECT_EQ(trainings.definition.feeds_size(), 1);
  EXPECT_TRUE(trainings.IsInTerm(PackDate(MakeDate(2020, 6, 1))));
  EXPECT_TRUE(trainings.IsInTerm(PackDate(MakeDate(2018, 6, 1))));
  EXPECT_FALSE(trainings.IsInTerm(PackDate(MakeDate(2021, 6, 1))));
}

TEST(DefinitionsTest, BrokenDefinitionsAreRefused) {
  v1::ConventionRecord record = SampleConvention();
  EXPECT_TRUE(ValidateConventionRecord(record).ok());
  *record.add_measures() = record.measures(0);
  EXPECT_EQ(ErrorReason(ValidateConventionRecord(record)), "MEASURE_REPEATED");
  record = SampleConvention();
  record.mutable_indicators(0)->set_measure_codes(0, "nothing");
  EXPECT_EQ(ErrorReason(ValidateConventionRecord(record)), "UNKNOWN_MEASURE");
}

v1::Activity Coppra() {
  v1::Activity activity;
  activity.set_type("coppra_training");
  *activity.mutable_date() = MakeDate(2018, 3, 12);
  activity.set_participants(14);
  activity.set_course_minutes(360);
  return activity;
}

TEST(ActivityTest, OneSessionMovesEachMeasureOnceAndNamesItsIndicators) {
  const auto effects = EffectsOf(Sample(), Coppra());
  ASSERT_EQ(effects.size(), 3u);
  EXPECT_EQ(effects[0].measure_code(), "trainings");
  EXPECT_EQ(effects[0].delta(), 1);
  EXPECT_EQ(effects[0].indicators_size(), 2);  // Parts I and II.
  EXPECT_EQ(effects[1].delta(), 14);
  EXPECT_EQ(effects[2].delta(), 360);
}

TEST(ActivityTest, WhatIsWrongIsNamed) {
  const auto reason = [](const v1::Activity& activity) {
    return ErrorReason(ValidateActivity(Sample(), Areas(), activity));
  };
  EXPECT_EQ(reason(Coppra()), "");
  v1::Activity activity = Coppra();
  activity.set_type("party");
  EXPECT_EQ(reason(activity), "UNKNOWN_ACTIVITY_TYPE");
  activity = Coppra();
  *activity.mutable_date() = MakeDate(2020, 1, 1);
  EXPECT_EQ(reason(activity), "DATE_OUTSIDE_TERM");
  activity = Coppra();
  activity.set_participants(-1);
  EXPECT_EQ(reason(activity), "FIGURE_OUT_OF_RANGE");
  activity = Coppra();
  activity.clear_course_minutes();
  EXPECT_EQ(reason(activity), "FIGURE_MISSING");
  activity = Coppra();
  activity.set_organiser("0470 12 34 57");
  EXPECT_EQ(reason(activity), "PERSONAL_DATA_SHAPE");
  activity = Coppra();
  activity.set_area("DPI-9");
  EXPECT_EQ(reason(activity), "AREA_UNKNOWN");
}

TEST(FactTest, APaymentMovesTheIndicatorOfItsObjectiveOnly) {
  v1::PaymentRecord payment;
  payment.set_convention(kSampleConvention);
  payment.set_objective_id("so-02");
  EXPECT_THAT(MeasuresMadeTrue(Sample(), payment), ElementsAre("payment_made"));
  payment.set_objective_id("so-01");
  EXPECT_TRUE(MeasuresMadeTrue(Sample(), payment).empty());
  payment.clear_objective_id();
  EXPECT_THAT(MeasuresMadeTrue(Sample(), payment), ElementsAre("payment_made"));
  payment.set_convention("municipalities/21004/conventions/other");
  EXPECT_TRUE(MeasuresMadeTrue(Sample(), payment).empty());
}

v1::Observation Row(const std::string& id = "event-0001") {
  v1::Observation row;
  row.set_event_id(id);
  row.set_measure_code("nuisance_actions");
  *row.mutable_date() = MakeDate(2018, 4, 5);
  row.set_area("DPI-1");
  row.set_value(2);
  return row;
}

TEST(RowTest, EachFaultHasItsColumnAndReason) {
  const Definitions definitions = Sample();
  const AreaList areas = Areas();
  const auto fault = [&](const v1::Observation& row) {
    const CheckedRow checked = CheckRow(row, "zone5339", definitions, areas);
    return checked.is_good()
               ? std::string()
               : std::string(checked.fault.column) + " " + checked.fault.reason;
  };
  EXPECT_EQ(fault(Row()), "");
  EXPECT_EQ(fault(Row("short")), "event_id EVENT_ID_MALFORMED");
  EXPECT_EQ(fault(Row("with space")), "event_id EVENT_ID_MALFORMED");
  EXPECT_EQ(fault(Row("BR.12.34.123456/2018")),
            "event_id EVENT_ID_LIKE_REPORT_NUMBER");
  EXPECT_EQ(fault(Row("BR12341234562018")),
            "event_id EVENT_ID_LIKE_REPORT_NUMBER");
  EXPECT_EQ(fault(Row("85073003328")), "event_id PERSONAL_DATA_SHAPE");
  EXPECT_EQ(fault(Row("0470123457")), "event_id PERSONAL_DATA_SHAPE");
  EXPECT_EQ(fault(Row("a.b@example.org")), "event_id PERSONAL_DATA_SHAPE");
  v1::Observation row = Row();
  row.set_measure_code("nothing");
  EXPECT_EQ(fault(row), "measure UNKNOWN_MEASURE");
  row.set_measure_code("cell_meetings");
  EXPECT_EQ(fault(row), "measure MEASURE_NOT_COUNTED");
  row = Row();
  *row.mutable_date() = MakeDate(2018, 2, 30);
  EXPECT_EQ(fault(row), "date DATE_INVALID");
  *row.mutable_date() = MakeDate(2017, 12, 31);
  EXPECT_EQ(fault(row), "date DATE_OUTSIDE_TERM");
  row = Row();
  row.set_area("");
  EXPECT_EQ(fault(row), "area AREA_UNKNOWN");
  row = Row();
  row.set_value(-1);
  EXPECT_EQ(fault(row), "value VALUE_NEGATIVE");
  row.set_value(kValueMax + 1);
  EXPECT_EQ(fault(row), "value VALUE_TOO_LARGE");
  row = Row();
  row.set_replaces_event_id("event-0001");
  EXPECT_EQ(fault(row), "replaces_event_id REPLACES_ITSELF");
}

// Months from January 2018 on with these values.
v1::Series SeriesOf(const std::vector<int64_t>& values,
                    cv1::MeasureKind kind = cv1::MEASURE_KIND_COUNT) {
  MeasureInfo measure;
  measure.definition = MakeMeasure("actions", kind);
  SeriesQuery query;
  query.from = 2018 * 12;
  query.until = 2019 * 12 + 11;
  MonthFigures figures;
  for (size_t i = 0; i < values.size(); ++i) {
    figures[query.from + static_cast<int32_t>(i)] = {
        .value = values[i], .denominator = 100, .contributions = 1};
  }
  return MakeSeries(measure, figures, query);
}

std::vector<int> UnusualMonths(const v1::Series& series) {
  std::vector<int> months;
  for (const v1::MonthFigure& month : series.months()) {
    if (month.is_unusual()) months.push_back(month.month().month());
  }
  return months;
}

TEST(SeriesTest, AMonthFarFromTheOthersIsMarked) {
  EXPECT_THAT(UnusualMonths(SeriesOf({10, 12, 11, 9, 10, 60, 11, 12})),
              ElementsAre(6));
  EXPECT_THAT(UnusualMonths(SeriesOf({10, 12, 11, 9, 10, 0, 11, 12})),
              ElementsAre(6));
  EXPECT_THAT(UnusualMonths(SeriesOf({10, 12, 11, 9, 10, 13, 11, 12})),
              ElementsAre());
  // More than half are equal: the median deviation is 0.
  EXPECT_THAT(UnusualMonths(SeriesOf({5, 5, 5, 5, 5, 5, 5, 50})),
              ElementsAre(8));
  EXPECT_THAT(UnusualMonths(SeriesOf({5, 5, 5, 5, 5, 5, 5, 5})), ElementsAre());
}

TEST(SeriesTest, OfFewMonthsOrARatioNoneIsMarked) {
  EXPECT_THAT(UnusualMonths(SeriesOf({10, 12, 11, 9, 10, 60, 11})),
              ElementsAre());
  EXPECT_THAT(UnusualMonths(SeriesOf({10, 12, 11, 9, 10, 60, 11, 12},
                                     cv1::MEASURE_KIND_RATIO)),
              ElementsAre());
}

TEST(BatchTest, UnreadableRowsKeepTheIndexesOfTheOthers) {
  v1::ObservationBatch batch;
  batch.set_first_row_index(100);
  for (int i = 0; i < 3; ++i) *batch.add_observations() = Row();
  v1::Rejection* unreadable = batch.add_unreadable();
  unreadable->set_row_index(101);
  unreadable->set_column("value");
  unreadable->set_reason("ROW_MALFORMED");
  EXPECT_TRUE(ValidateBatch(batch).ok());
  EXPECT_THAT(RowIndexes(batch), ElementsAre(100, 102, 103));
  unreadable->set_reason("85073003328");
  EXPECT_EQ(ErrorReason(ValidateBatch(batch)), "UNREADABLE_ROW_INVALID");
  unreadable->set_reason("ROW_MALFORMED");
  unreadable->set_column("jan_peeters");
  EXPECT_EQ(ErrorReason(ValidateBatch(batch)), "UNREADABLE_ROW_INVALID");
  unreadable->set_column("");
  for (const int64_t first : {std::numeric_limits<int64_t>::max(),
                              std::numeric_limits<int64_t>::min()}) {
    batch.set_first_row_index(first);
    EXPECT_EQ(ErrorReason(ValidateBatch(batch)), "ROW_INDEX_INVALID");
  }
  EXPECT_EQ(ErrorReason(ValidateBatch(v1::ObservationBatch())), "BATCH_EMPTY");
}

TEST(SeriesTest, TotalsFollowTheKind) {
  const Definitions definitions = Sample();
  const auto series = [&](const char* code, const MonthFigures& figures) {
    return MakeSeries(definitions.measures()[definitions.Find(code)], figures,
                      {.municipality = "",
                       .measures = {},
                       .from = 24216,
                       .until = 24239,
                       .areas = {}});
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

TEST(SeriesTest, SensitiveMeasuresShowWholeYearsOnly) {
  const Definitions definitions = Sample();
  MeasureInfo measure = definitions.measures()[definitions.Find("trainings")];
  measure.definition.set_is_sensitive(true);
  const MonthFigures figures = {{24216, {3, 0, 2}}, {24220, {4, 0, 1}}};
  SeriesQuery query;
  query.from = 24216;   // January 2018
  query.until = 24239;  // December 2019
  const v1::Series years = MakeSeries(measure, figures, query);
  EXPECT_TRUE(years.is_confidential());
  EXPECT_TRUE(years.months().empty());
  EXPECT_EQ(years.total().value(), 7);

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

TEST(PageTest, SizesAndNumbersAreNotBelowZero) {
  EXPECT_EQ(ErrorReason(ParsePageNumber("zz").status()), "PAGE_TOKEN_INVALID");
  EXPECT_EQ(ErrorReason(ParsePageNumber("-1").status()), "PAGE_TOKEN_INVALID");
  EXPECT_EQ(ErrorReason(PageSize(-1).status()), "PAGE_SIZE_INVALID");
}

}  // namespace
}  // namespace entente::indicators
