#include "tools/client/series_chart.h"

#include <cstdint>
#include <map>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "tools/client/chart.h"

namespace entente::client {
namespace {

namespace cv1 = entente::conventions::v1;
namespace v1 = entente::indicators::v1;

// Heights by the number of the month, quarter or year since the year 0.
std::map<int, int64_t> HeightsOf(const v1::Series& series, int months) {
  std::map<int, int64_t> heights;
  for (const v1::MonthFigure& month : series.months()) {
    heights[MonthCount(month.month()) / months] =
        BarHeight(series.kind(), month);
  }
  for (const v1::StepFigure& step : series.steps()) {
    if (!step.has_figure()) continue;
    heights[MonthCount(step.first_month()) / months] =
        BarHeight(series.kind(), step.figure());
  }
  return heights;
}

// What stands below a column where it is no month.
std::string LabelOf(SeriesStep step, int year, int place) {
  switch (step) {
    case v1::QuerySeriesRequest::STEP_QUARTER:
      return absl::StrCat("Q", place);
    case v1::QuerySeriesRequest::STEP_YEAR:
      return absl::StrFormat("%02d", year % 100);
    default:
      return "";
  }
}

}  // namespace

std::string SeriesChart(const MeasureLookup& measures, const v1::Series& series,
                        const SeriesChartOptions& options) {
  const int months = MonthsOfStep(options.step);
  const int steps_of_a_year = 12 / months;
  const std::map<int, int64_t> heights = HeightsOf(series, months);
  std::vector<ChartMonth> columns;
  for (int at = options.first_month / months; at <= options.last_month / months;
       ++at) {
    ChartMonth& column = columns.emplace_back();
    column.year = at / steps_of_a_year;
    column.month = at % steps_of_a_year + 1;
    column.label = LabelOf(options.step, column.year, column.month);
    const auto height = heights.find(at);
    if (height != heights.end()) column.height = height->second;
  }
  const bool is_ratio = series.kind() == cv1::MEASURE_KIND_RATIO;
  const int64_t top = ChartTop(columns);
  // A ratio is drawn as its percentage.
  const auto label = [&](int64_t value) {
    return is_ratio ? absl::StrCat(value, " %")
                    : measures.Figure(series.measure_code(), value);
  };
  return absl::StrCat(DrawChart(columns, {.columns = options.columns,
                                          .is_ascii = options.is_ascii,
                                          .top = label(top),
                                          .bottom = label(0)}),
                      StepRemarks(series, options.step, options.language));
}

}  // namespace entente::client
