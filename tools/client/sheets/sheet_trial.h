// What the service would do with the changes of a sheet, row by row.
#ifndef TOOLS_CLIENT_SHEETS_SHEET_TRIAL_H_
#define TOOLS_CLIENT_SHEETS_SHEET_TRIAL_H_

#include <vector>

#include "absl/status/statusor.h"
#include "tools/client/cli.h"
#include "tools/client/sheets/sheet_plan.h"

namespace entente::client {

// Delivers `plan` to a session that stores nothing; the rejected rows, by their
// place in SheetPlan::changes. Errors: those of Ingest.
absl::StatusOr<std::vector<entente::indicators::v1::Rejection>> TrySheet(
    Cli& cli, const ReturnedSheet& sheet, const SheetPlan& plan);

}  // namespace entente::client

#endif  // TOOLS_CLIENT_SHEETS_SHEET_TRIAL_H_
