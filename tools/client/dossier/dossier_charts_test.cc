#include "tools/client/dossier/dossier_charts.h"

#include <string>
#include <utility>

#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tools/client/report/report_fixture.h"
#include "tools/client/report/svg_charts.h"

namespace entente::client {
namespace {

using testing::HasSubstr;
using testing::Not;

std::string Charts(const ReportData& data, int year) {
  const ReportModel model = BuildReportModel(data);
  HtmlWriter html;
  WriteMonthCharts(model, year, html);
  return std::move(html).Take();
}

int Count(const std::string& text, const std::string& word) {
  int count = 0;
  for (size_t at = text.find(word); at != std::string::npos;
       at = text.find(word, at + 1)) {
    ++count;
  }
  return count;
}

TEST(DossierChartsTest, EachDrawingHasTitleDescriptionAndItsFiguresBeside) {
  const ReportData data = FixtureData();
  const std::string page = Charts(data, 2018);
  const int drawings = Count(page, "<svg");
  EXPECT_GT(drawings, 0);
  EXPECT_EQ(Count(page, "<title>"), drawings);
  EXPECT_EQ(Count(page, "<desc>"), drawings);
  EXPECT_EQ(Count(page, "role=\"img\""), drawings);
  EXPECT_EQ(Count(page, "<table"), drawings);
  EXPECT_EQ(Count(page, "<figure"), drawings);
  // Every month that has a figure is a line of the table.
  int months = 0;
  const ReportModel model = BuildReportModel(data);
  for (const MeasureView& measure : model.measures) {
    const auto kind = measure.definition->kind();
    if (IsTotalOnly(measure) || kind == conventions::v1::MEASURE_KIND_YES_NO ||
        kind == conventions::v1::MEASURE_KIND_QUALITATIVE) {
      continue;
    }
    for (const YearView& year : measure.years) {
      if (year.year != 2018) continue;
      for (const FigureView& month : year.months) months += month.has_figure;
    }
  }
  EXPECT_GT(months, 0);
  EXPECT_EQ(Count(page, "<th scope=\"row\">"), months);
}

TEST(DossierChartsTest, AConfidentialMeasureIsNotDrawn) {
  ReportData data = FixtureData();
  const std::string before = Charts(data, 2018);
  std::string code;
  for (auto& definition : data.definitions) {
    if (definition.kind() != conventions::v1::MEASURE_KIND_COUNT) continue;
    const std::string& title = definition.title().fr();
    if (before.find(title) == std::string::npos) continue;
    definition.set_is_sensitive(true);
    code = definition.code();
    for (auto& series : data.series) {
      if (series.measure_code() == code) series.set_is_confidential(true);
    }
    EXPECT_THAT(before, HasSubstr(title));
    EXPECT_EQ(Count(Charts(data, 2018), "<svg"), Count(before, "<svg") - 1);
    break;
  }
  EXPECT_FALSE(code.empty());
}

TEST(DossierChartsTest, AYearWithoutFiguresHasNoSection) {
  EXPECT_THAT(Charts(FixtureData(), 2031), Not(HasSubstr("<section")));
}

}  // namespace
}  // namespace entente::client
