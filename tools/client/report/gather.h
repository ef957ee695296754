// Asks the three services for everything a report shows.
//
//   ENTENTE_ASSIGN_OR_RETURN(ReportData data,
//                            GatherReportData(cli.session(), name, now));
#ifndef TOOLS_CLIENT_REPORT_GATHER_H_
#define TOOLS_CLIENT_REPORT_GATHER_H_

#include <optional>
#include <string>

#include "absl/status/statusor.h"
#include "absl/time/civil_time.h"
#include "tools/client/report/report_data.h"
#include "tools/client/session.h"

namespace entente::client {

// What could not be read stands in `missing` with the service's sentence, so
// that one service that is down costs its part and no more. Meetings are
// reduced to what a report may show before they are kept; cases are not asked
// for. Figures belong to the months' standing: they are read again while
// somebody approves or opens one, and after three times the months are missing.
// `convention_name` is a full resource name. Errors: NOT_FOUND when the
// convention does not exist; the first service's error when none answered. A
// person without a single right gets a report whose every part is missing.
absl::StatusOr<ReportData> GatherReportData(Session& session,
                                            const std::string& convention_name,
                                            absl::CivilMinute now);

// The term beside its target, in one call (report_term.h); none where no
// measure has such a target. Takes the place of what was read before. What
// could not be read stands in `missing`.
void GatherTerm(Session& session, ReportData& data);

// Adds the version of each approved month of `data.periods`, of one year or of
// all, in few calls (version_queries.h). What could not be read stands in
// `missing`.
void GatherPeriodVersions(Session& session, std::optional<int> year,
                          ReportData& data);

// Marks in `data.series` the figures of the months that have ended, of one year
// or of all, that a check of the month would call unusual (unusual_figures.h);
// no other mark stays. Asks once per month and 100 measures, since each month
// is compared with other ones, also with those before the term. What could not
// be read stands in `missing`, and nothing is marked.
void GatherUnusual(Session& session, std::optional<int> year, ReportData& data);

}  // namespace entente::client

#endif  // TOOLS_CLIENT_REPORT_GATHER_H_
