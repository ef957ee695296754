// Figures of a series as columns over time: its months, quarters or years.
#ifndef TOOLS_CLIENT_SERIES_CHART_H_
#define TOOLS_CLIENT_SERIES_CHART_H_

#include <string>

#include "entente/indicators/v1/series_service.pb.h"
#include "tools/client/language.h"
#include "tools/client/measure_lookup.h"
#include "tools/client/series_steps.h"

namespace entente::client {

struct SeriesChartOptions {
  // Months asked for, inclusive, as MonthCount counts them.
  int first_month = 0;
  int last_month = 0;
  // Not a term, which is one figure.
  SeriesStep step =
      entente::indicators::v1::QuerySeriesRequest::STEP_UNSPECIFIED;
  // Of the terminal.
  int columns = 80;
  bool is_ascii = false;
  // Of what is said below the columns.
  Language language = Language::kEn;
};

// The columns from the first asked for to the last, and StepRemarks below them;
// ends with a newline.
std::string SeriesChart(const MeasureLookup& measures,
                        const entente::indicators::v1::Series& series,
                        const SeriesChartOptions& options);

}  // namespace entente::client

#endif  // TOOLS_CLIENT_SERIES_CHART_H_
