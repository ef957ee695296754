// What the service says of activities of the month of a sheet that comes back.
#ifndef TOOLS_CLIENT_SHEETS_COLLECT_ENTERED_H_
#define TOOLS_CLIENT_SHEETS_COLLECT_ENTERED_H_

#include <vector>

#include "absl/status/statusor.h"
#include "tools/client/cli.h"
#include "tools/client/measure_lookup.h"
#include "tools/client/sheets/entered_activities.h"
#include "tools/client/sheets/sheet_plan.h"

namespace entente::client {

// What people entered for measures of which `sheet` would count on top of it.
// Asks nothing where there is no such measure. None where the caller may not
// list activities, as the account of a source: whether it may is asked first,
// so that no denial is kept of it. Errors: those of ExplainMyAccess and
// ListActivities.
absl::StatusOr<std::vector<EnteredFigure>> ReadEntered(
    Cli& cli, const MeasureLookup& measures, const ReturnedSheet& sheet,
    const SheetPlan& plan);

}  // namespace entente::client

#endif  // TOOLS_CLIENT_SHEETS_COLLECT_ENTERED_H_
