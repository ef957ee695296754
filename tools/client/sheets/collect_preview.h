// What a returned sheet changes, shown before anything is stored.
#ifndef TOOLS_CLIENT_SHEETS_COLLECT_PREVIEW_H_
#define TOOLS_CLIENT_SHEETS_COLLECT_PREVIEW_H_

#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "services/common/base/error.h"
#include "tools/client/area_tree.h"
#include "tools/client/cli.h"
#include "tools/client/measure_lookup.h"
#include "tools/client/sheets/entered_activities.h"
#include "tools/client/sheets/sheet.h"
#include "tools/client/sheets/sheet_plan.h"

namespace entente::client {

// "In areas that overlap stands already, and counts twice: …".
Sentence AgainSentence(const std::vector<AreaFigure>& again);

// Figure by figure, with what the source delivered by other ways, `again`,
// which counts again beside it, and `entered`, which it counts on top of; as
// JSON where that is asked. `measures` are those of the month.
void PrintPlan(Cli& cli, const ReturnedSheet& sheet, const SheetPlan& plan,
               const std::vector<AreaFigure>& again,
               const std::vector<EnteredFigure>& entered,
               const MeasureLookup& measures, const AreaTree& areas);

// Asks on a terminal, below the plan. Errors: UsageError for --yes where nobody
// can be asked.
absl::StatusOr<bool> AskWhetherToDeliver(Cli& cli);

// OK unless figures would count on top of what was delivered by other ways.
// FAILED_PRECONDITION / SHEET_ADDS_TO_DELIVERY naming the measures.
absl::Status CheckAdds(const ReturnedSheet& sheet, const SheetPlan& plan);

}  // namespace entente::client

#endif  // TOOLS_CLIENT_SHEETS_COLLECT_PREVIEW_H_
