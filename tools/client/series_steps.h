// Quarters, years and the term of a series, as people and other programs read
// them. Pure.
#ifndef TOOLS_CLIENT_SERIES_STEPS_H_
#define TOOLS_CLIENT_SERIES_STEPS_H_

#include <cstdint>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "entente/indicators/v1/series_service.pb.h"
#include "tools/client/approved_series.h"
#include "tools/client/language.h"
#include "tools/client/measure_lookup.h"

namespace entente::client {

using SeriesStep = entente::indicators::v1::QuerySeriesRequest::Step;

// Of --step: "quarter", "year" or "term"; any other word means months.
SeriesStep StepOfWord(absl::string_view word);

// Months of a whole quarter or year; 1 of months, and of a term.
int MonthsOfStep(SeriesStep step);

// year * 12 + month - 1.
int MonthCount(const google::type::Date& date);

// "2018-Q1", "2018"; of a term "2018-02/2018-11".
std::string StepName(SeriesStep step,
                     const entente::indicators::v1::StepFigure& figure);

// The figure a bar is drawn for: of a ratio its percentage.
int64_t BarHeight(entente::conventions::v1::MeasureKind kind,
                  const entente::indicators::v1::MonthFigure& figure);

// A row for each step of `series`, then its total where it is none of them, of
// which term its months are a part, and why some have no figure. No wider than
// `columns`.
std::string StepTable(const MeasureLookup& measures,
                      const entente::indicators::v1::Series& series,
                      SeriesStep step, Language language, int columns);

// Lines for below a chart of the steps, whose columns cannot say it: which are
// of some of their months alone, and why others are not drawn. Empty: nothing.
std::string StepRemarks(const entente::indicators::v1::Series& series,
                        SeriesStep step, Language language);

// A step as it is exported.
struct ExportedStep {
  entente::indicators::v1::StepFigure figure = {};
  // All its months stand approved.
  bool is_approved = false;
};

// What the service answers by `query.step()`, of the months of `series`
// instead, of which some are as they were approved (TakeApproved): its own
// steps are all of today. Of a sensitive measure there are none.
std::vector<ExportedStep> StepsOfMonths(
    const entente::indicators::v1::Series& series, bool is_summable,
    const entente::indicators::v1::QuerySeriesRequest& query,
    const Approvals& approvals);

}  // namespace entente::client

#endif  // TOOLS_CLIENT_SERIES_STEPS_H_
