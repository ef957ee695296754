// What sheets of a source say in areas beside those of a sheet.
#ifndef TOOLS_CLIENT_SHEETS_COLLECT_AREAS_H_
#define TOOLS_CLIENT_SHEETS_COLLECT_AREAS_H_

#include <vector>

#include "absl/status/statusor.h"
#include "tools/client/area_tree.h"
#include "tools/client/cli.h"
#include "tools/client/measure_lookup.h"
#include "tools/client/sheets/sheet_areas.h"

namespace entente::client {

// Figures above 0 that sheets of the source delivered in places which are none
// of `own`, of the measures of `counted` and in areas that overlap with theirs.
// Errors: those of BatchGetEventCounts.
absl::StatusOr<std::vector<PlacedFigure>> ReadFiguresElsewhere(
    Cli& cli, const MeasureLookup& measures, const AreaTree& areas,
    const SheetKey& key, const std::vector<SheetPlace>& own,
    const std::vector<PlacedFigure>& counted);

// What stands in other areas already and counts again beside what `sheet`
// counts anew; none where it counts nothing anew. `standings` is one per entry.
// Errors: those of BatchGetEventCounts.
absl::StatusOr<std::vector<AreaFigure>> ReadFiguresAgain(
    Cli& cli, const MeasureLookup& measures, const AreaTree& areas,
    const ReturnedSheet& sheet, const SheetPlan& plan,
    const std::vector<RowStanding>& standings);

}  // namespace entente::client

#endif  // TOOLS_CLIENT_SHEETS_COLLECT_AREAS_H_
