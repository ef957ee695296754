// What is shown of series by month on a terminal. Pure.
#ifndef TOOLS_CLIENT_SERIES_TEXT_H_
#define TOOLS_CLIENT_SERIES_TEXT_H_

#include <string>

#include "entente/indicators/v1/series_service.pb.h"
#include "services/common/base/error.h"
#include "tools/client/language.h"
#include "tools/client/measure_lookup.h"

namespace entente::client {

struct MonthTableOptions {
  // Last month asked for, as MonthCount counts them.
  int last_month = 0;
  // Whether it is said which version of a month was approved.
  bool has_approvals = false;
  // Of the terminal.
  int columns = 80;
  Language language = Language::kEn;
};

// A row for each month that has figures, and for each that should have some and
// has none, with bars where its kind is drawn; then the total, where there is
// one.
std::string MonthTable(const MeasureLookup& measures,
                       const entente::indicators::v1::Series& series,
                       const MonthTableOptions& options);

// That a measure that was shown is one of those asked for no more.
Sentence RemovedMeasureSentence(const std::string& code);

}  // namespace entente::client

#endif  // TOOLS_CLIENT_SERIES_TEXT_H_
