// What to ask so that a report can show the targets of the whole term of its
// convention. Pure.
#ifndef TOOLS_CLIENT_REPORT_REPORT_TERM_H_
#define TOOLS_CLIENT_REPORT_REPORT_TERM_H_

#include <vector>

#include "entente/indicators/v1/series_service.pb.h"
#include "tools/client/report/report_data.h"

namespace entente::client {

// Measures asked for at once: limit of SeriesService.QueryAchievement.
inline constexpr int kTermMeasuresAtOnce = 100;

// How far the measures of the convention have come that have a target of its
// term: a request for each kTermMeasuresAtOnce; none where no measure has one,
// and where the convention is not known.
std::vector<indicators::v1::QueryAchievementRequest> TermQueries(
    const ReportData& data);

}  // namespace entente::client

#endif  // TOOLS_CLIENT_REPORT_REPORT_TERM_H_
