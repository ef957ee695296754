// What a source delivered for the month of a sheet by other ways: a figure of
// the sheet counts on top of it.
#ifndef TOOLS_CLIENT_SHEETS_COLLECT_OTHERWISE_H_
#define TOOLS_CLIENT_SHEETS_COLLECT_OTHERWISE_H_

#include <vector>

#include "absl/status/statusor.h"
#include "tools/client/cli.h"
#include "tools/client/measure_lookup.h"
#include "tools/client/sheets/sheet_plan.h"

namespace entente::client {

// Events of the month that the source delivered otherwise than by sheets, of
// the measures of `sheet`, in any area: what another sheet of the source
// delivered is none of them. `standings` is one per entry, and was read before.
// The caller is the source or, where that is said, delivers on its behalf:
// nobody else is told its events by measure. Errors: those of GetPeriod,
// GetPeriodOnBehalf and BatchGetEventCounts.
absl::StatusOr<MeasureEvents> ReadEventsOtherwise(
    Cli& cli, const MeasureLookup& measures, const ReturnedSheet& sheet,
    const std::vector<RowStanding>& standings, bool is_on_behalf);

}  // namespace entente::client

#endif  // TOOLS_CLIENT_SHEETS_COLLECT_OTHERWISE_H_
