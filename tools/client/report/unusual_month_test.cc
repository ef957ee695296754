// A figure that lies far from the others is marked in the report, and stays.
#include <string>
#include <utility>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tools/client/report/html_report.h"
#include "tools/client/report/labels.h"
#include "tools/client/report/report_fixture.h"
#include "tools/client/report/svg_charts.h"

namespace entente::client {
namespace {

using testing::HasSubstr;
using testing::Not;

constexpr char kLegend[] =
    "inhabituel par rapport aux autres des 24 mois qui se terminent par "
    "celui-ci ; signalé, jamais écarté";

// The first figure of each measure is unusual.
ReportData WithUnusual() {
  ReportData data = FixtureData();
  for (auto& series : data.series) {
    if (series.months_size() > 0)
      series.mutable_months(0)->set_is_unusual(true);
  }
  return data;
}

std::string PageOf(const ReportData& data) {
  return RenderHtml(BuildReportModel(data));
}

TEST(UnusualMonthTest, IsMarkedInTheDrawingAndBelowIt) {
  const std::string page = PageOf(WithUnusual());
  EXPECT_THAT(page, HasSubstr("class=\"val unusual\""));
  EXPECT_THAT(page, HasSubstr("<p class=\"remark unusual-months\">"));
  EXPECT_THAT(page, HasSubstr(kLegend));
  EXPECT_THAT(page, HasSubstr(labels::kUnusual.nl));
  const std::string plain = PageOf(FixtureData());
  EXPECT_THAT(plain, Not(HasSubstr("class=\"val unusual\"")));
  EXPECT_THAT(plain, Not(HasSubstr(kLegend)));
}

TEST(UnusualMonthTest, OfASensitiveMeasureNothingIsMarked) {
  ReportData data = WithUnusual();
  for (auto& definition : data.definitions) definition.set_is_sensitive(true);
  EXPECT_THAT(PageOf(data), Not(HasSubstr(kLegend)));
}

TEST(UnusualMonthTest, TheDrawingSaysWhatItsMarkMeans) {
  YearView year{.year = 2018, .months = {12, FigureView{}}};
  year.months[2] = {true, 90, 0, true};
  year.months[3] = {true, 4, 0};
  // A source fell silent.
  year.months[4].is_unusual = true;
  HtmlWriter html;
  WriteYearBars("Actions", conventions::v1::MEASURE_KIND_COUNT, year, 90, html);
  const std::string drawing = std::move(html).Take();
  EXPECT_THAT(drawing, HasSubstr("03/2018 : 90 ! ; 04/2018 : 4 ; 05/2018 : "
                                 "aucun chiffre / geen cijfers ! ; ! : " +
                                 std::string(kLegend)));
  EXPECT_THAT(drawing, HasSubstr("class=\"val unusual\">90!</text>"));
  EXPECT_THAT(drawing, HasSubstr("class=\"val unusual\">!</text>"));
}

TEST(UnusualMonthTest, TheModelMarksFiguresAndSilence) {
  ReportData data = FixtureData();
  auto& series = data.series[0];
  series.clear_months();
  auto& figure = *series.add_months();
  figure.mutable_month()->set_year(2018);
  figure.mutable_month()->set_month(3);
  figure.set_value(90);
  figure.set_is_unusual(true);
  auto& silent = *series.add_silent_months();
  silent.set_year(2018);
  silent.set_month(5);
  const ReportModel model = BuildReportModel(data);
  for (const MeasureView& measure : model.measures) {
    if (measure.definition->code() != series.measure_code()) continue;
    ASSERT_EQ(measure.years[0].year, 2018);
    const auto& months = measure.years[0].months;
    EXPECT_TRUE(months[2].is_unusual);
    EXPECT_EQ(months[2].value, 90);
    EXPECT_FALSE(months[3].is_unusual);
    EXPECT_TRUE(months[4].is_unusual);
    EXPECT_FALSE(months[4].has_figure);
    return;
  }
  FAIL() << "no measure " << series.measure_code();
}

}  // namespace
}  // namespace entente::client
