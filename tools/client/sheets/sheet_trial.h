// What the service would do with the changes of a sheet, row by row.
#ifndef TOOLS_CLIENT_SHEETS_SHEET_TRIAL_H_
#define TOOLS_CLIENT_SHEETS_SHEET_TRIAL_H_

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "tools/client/cli.h"
#include "tools/client/sheets/sheet_plan.h"

namespace entente::client {

// Who delivers a sheet.
struct SheetSender {
  // Subject of who delivers on behalf of the source; empty: the source itself.
  std::string deliverer = {};
  // They say that nobody needs to know the source yet.
  bool is_new_source = false;

  bool is_on_behalf() const { return !deliverer.empty(); }
};

// Delivers `plan` to a session that stores nothing; the rejected rows, by their
// place in SheetPlan::changes. Errors: those of Ingest and IngestOnBehalf.
absl::StatusOr<std::vector<entente::indicators::v1::Rejection>> TrySheet(
    Cli& cli, const ReturnedSheet& sheet, const SheetPlan& plan,
    const SheetSender& sender);

}  // namespace entente::client

#endif  // TOOLS_CLIENT_SHEETS_SHEET_TRIAL_H_
