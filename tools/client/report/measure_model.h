// The half of the model that deals with figures: measures, the indicators that
// report them, years, term and targets.
#ifndef TOOLS_CLIENT_REPORT_MEASURE_MODEL_H_
#define TOOLS_CLIENT_REPORT_MEASURE_MODEL_H_

#include "tools/client/report/report_model.h"

namespace entente::client {

// Fills measures, indicators and the counts made of them. `model.years` and
// `model.objectives` must be set.
void AddMeasures(const ReportData& data, ReportModel& model);

// Whether the figures of a measure add up over months.
bool IsAdditive(const conventions::v1::MeasureDefinition& definition);

}  // namespace entente::client

#endif  // TOOLS_CLIENT_REPORT_MEASURE_MODEL_H_
