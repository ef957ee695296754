// The preview of a returned sheet for other programs.
#ifndef TOOLS_CLIENT_SHEETS_SHEET_PLAN_JSON_H_
#define TOOLS_CLIENT_SHEETS_SHEET_PLAN_JSON_H_

#include <string>
#include <vector>

#include "tools/client/sheets/entered_activities.h"
#include "tools/client/sheets/sheet.h"
#include "tools/client/sheets/sheet_plan.h"

namespace entente::client {

// An object with `source`, `month`, `changes` (`cell`, `measure`, `split`,
// `area`, `before` or null, `after`, `events_otherwise`), `unchanged`, `empty`,
// `adds_to_delivery` (SheetPlan::added), `counted_again` (`measure`, `area`,
// `value`: what stands in areas that overlap), `adds_to_activities` (`measure`,
// `entries`, `value`: what people entered) and `remarks` (cells). Figures are
// whole things or minutes. Pure.
std::string SheetPlanJson(const ReturnedSheet& sheet, const SheetPlan& plan,
                          const std::vector<AreaFigure>& again,
                          const std::vector<EnteredFigure>& entered);

}  // namespace entente::client

#endif  // TOOLS_CLIENT_SHEETS_SHEET_PLAN_JSON_H_
