// Asks the three services for everything a report shows.
//
//   ReportData data = GatherReportData(cli.session(), name, civil_minute_now);
#ifndef TOOLS_CLIENT_REPORT_GATHER_H_
#define TOOLS_CLIENT_REPORT_GATHER_H_

#include <string>

#include "absl/time/civil_time.h"
#include "tools/client/report/report_data.h"
#include "tools/client/session.h"

namespace entente::client {

// Never fails: what could not be read stands in `missing` with the service's
// sentence. Meetings are reduced to what a report may show before they are
// kept; cases are not asked for. `convention_name` is a full resource name.
ReportData GatherReportData(Session& session,
                            const std::string& convention_name,
                            absl::CivilMinute now);

}  // namespace entente::client

#endif  // TOOLS_CLIENT_REPORT_GATHER_H_
