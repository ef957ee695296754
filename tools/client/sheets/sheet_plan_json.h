// The preview of a returned sheet for other programs.
#ifndef TOOLS_CLIENT_SHEETS_SHEET_PLAN_JSON_H_
#define TOOLS_CLIENT_SHEETS_SHEET_PLAN_JSON_H_

#include <string>

#include "tools/client/sheets/sheet_plan.h"

namespace entente::client {

// An object with `source`, `month`, `changes` (`cell`, `measure`, `split`,
// `area`, `before` or null, `after`, `events_otherwise`), `unchanged`, `empty`,
// `adds_to_delivery` (SheetPlan::added) and `remarks` (cells). Figures are
// whole things or minutes. Pure.
std::string SheetPlanJson(const ReturnedSheet& sheet, const SheetPlan& plan);

}  // namespace entente::client

#endif  // TOOLS_CLIENT_SHEETS_SHEET_PLAN_JSON_H_
