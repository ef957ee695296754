// The chase list as a table for spreadsheets (csv_writer.h).
#ifndef TOOLS_CLIENT_PERIOD_SOURCES_CSV_H_
#define TOOLS_CLIENT_PERIOD_SOURCES_CSV_H_

#include <string>

#include "entente/indicators/v1/period_service.pb.h"

namespace entente::client {

// One line for each month of `answer` and each source of it, in its order. The
// columns are called as the fields of PeriodSource are; `period` is "2018-03".
std::string PeriodSourcesCsv(
    const entente::indicators::v1::ListPeriodsResponse& answer);

}  // namespace entente::client

#endif  // TOOLS_CLIENT_PERIOD_SOURCES_CSV_H_
