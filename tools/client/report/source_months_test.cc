// What sources did, month by month and in all.
#include "tools/client/report/source_months.h"

#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tools/client/report/html_report.h"
#include "tools/client/report/report_fixture.h"

namespace entente::client {
namespace {

using indicators::v1::Period;
using indicators::v1::PeriodSource;
using testing::HasSubstr;
using testing::Not;

void AddSource(const std::string& code, PeriodSource::Timeliness timeliness,
               int missing, Period& period) {
  PeriodSource& source = *period.add_sources();
  source.set_source(code);
  source.set_is_expected(true);
  source.set_timeliness(timeliness);
  source.set_expected_measures(3);
  for (int i = 0; i < missing; ++i) {
    source.add_missing_measures(absl::StrCat("m-", i));
  }
}

Period& AddMonth(int month, Period::Stage stage, ReportData& data) {
  Period& period = data.periods.emplace_back();
  period.set_name(absl::StrCat("municipalities/99999/periods/2018-0", month));
  period.set_stage(stage);
  return period;
}

// In time in January, late in February, silent in March, awaited in April.
ReportData FourMonths() {
  ReportData data = FixtureData();
  data.periods.clear();
  AddSource("zone5339", PeriodSource::TIMELINESS_ON_TIME, 0,
            AddMonth(1, Period::STAGE_CLOSED, data));
  AddSource("zone5339", PeriodSource::TIMELINESS_LATE, 1,
            AddMonth(2, Period::STAGE_LOCKED, data));
  AddSource("zone5339", PeriodSource::TIMELINESS_MISSING, 3,
            AddMonth(3, Period::STAGE_DUE_PASSED, data));
  AddSource("zone5339", PeriodSource::TIMELINESS_AWAITED, 3,
            AddMonth(4, Period::STAGE_OPEN, data));
  return data;
}

TEST(SourceTotalsTest, CountMonthsThatAreDue) {
  const auto totals = SourceTotalsOf(SourceMonthsOf(FourMonths()));
  ASSERT_EQ(totals.size(), 1u);
  EXPECT_EQ(totals[0].source, "zone5339");
  EXPECT_EQ(totals[0].due, 3);
  EXPECT_EQ(totals[0].on_time, 1);
  EXPECT_EQ(totals[0].late, 1);
  EXPECT_EQ(totals[0].unconfirmed, 1);
  // Those of April are not yet due.
  EXPECT_EQ(totals[0].missing_measures, 4);
}

TEST(SourceTotalsTest, LeaveOutASourceOfWhichNothingIsExpected) {
  ReportData data = FourMonths();
  PeriodSource& other = *data.periods[0].add_sources();
  other.set_source("bravvo");
  other.set_timeliness(PeriodSource::TIMELINESS_LATE);
  EXPECT_EQ(SourceTotalsOf(SourceMonthsOf(data)).size(), 1u);
  other.add_missing_measures("m-0");
  EXPECT_EQ(SourceTotalsOf(SourceMonthsOf(data)).size(), 2u);
}

TEST(SourceMonthsTest, CountNoSensitiveMeasure) {
  ReportData data = FourMonths();
  auto& definition = data.definitions.emplace_back();
  definition.set_code("m-0");
  definition.set_is_sensitive(true);
  const std::vector<SourceMonth> months = SourceMonthsOf(data);
  ASSERT_EQ(months.size(), 4u);
  EXPECT_EQ(months[1].missing_measures, 0);
  EXPECT_EQ(months[2].missing_measures, 2);
}

TEST(SourceTotalsTest, LeaveOutASourceOfASensitiveMeasureAlone) {
  ReportData data = FourMonths();
  auto& definition = data.definitions.emplace_back();
  definition.set_code("m-0");
  definition.set_is_sensitive(true);
  PeriodSource& other = *data.periods[0].add_sources();
  other.set_source("bravvo");
  other.set_expected_measures(1);
  EXPECT_EQ(SourceTotalsOf(SourceMonthsOf(data)).size(), 1u);
  other.add_missing_measures("m-0");
  EXPECT_EQ(SourceTotalsOf(SourceMonthsOf(data)).size(), 1u);
}

TEST(SourceMonthsTest, TheReportHasALineForEachSource) {
  ReportData data = FourMonths();
  const std::string page = RenderHtml(BuildReportModel(data));
  EXPECT_THAT(page, HasSubstr("<table class=\"sources\">"));
  EXPECT_THAT(page, HasSubstr("<code>zone5339</code>"));
  EXPECT_THAT(page, HasSubstr("jamais de personnes"));
  data.periods.clear();
  EXPECT_THAT(RenderHtml(BuildReportModel(data)),
              Not(HasSubstr("<table class=\"sources\">")));
}

}  // namespace
}  // namespace entente::client
