// What to ask so that the standing of the approved months is known: of each
// whether its figures moved since. Pure.
#ifndef TOOLS_CLIENT_REPORT_VERSION_QUERIES_H_
#define TOOLS_CLIENT_REPORT_VERSION_QUERIES_H_

#include <optional>
#include <vector>

#include "entente/indicators/v1/period_service.pb.h"
#include "tools/client/report/report_data.h"

namespace entente::client {

// Versions asked for at once: those of a year. Of each the service counts what
// its month amounts to, within the time of one call. Never more than it takes:
// kVersionNamesMax in services/indicators/period_request_rules.h.
inline constexpr int kVersionsAtOnce = 12;

// The version of each month of `data.periods` that stands approved, of one year
// or of all: a request for each kVersionsAtOnce, none where no month stands
// approved. Their number, hash and exceptions are shown, and that they moved;
// no figure is asked for.
std::vector<indicators::v1::BatchGetPeriodVersionsRequest> VersionQueries(
    const ReportData& data, std::optional<int> year);

}  // namespace entente::client

#endif  // TOOLS_CLIENT_REPORT_VERSION_QUERIES_H_
