// entente collect: figures asked of sources by sheet, and taken back.
#ifndef TOOLS_CLIENT_SHEETS_COLLECT_COMMANDS_H_
#define TOOLS_CLIENT_SHEETS_COLLECT_COMMANDS_H_

#include <string>
#include <vector>

#include "CLI/App.hpp"
#include "absl/status/statusor.h"
#include "tools/client/cli.h"
#include "tools/client/sheets/sheet_plan.h"

namespace entente::client {

// collect sheet|read
void AddCollectCommands(CLI::App& root, Cli& cli);
// Of these read.
void AddCollectReadCommand(CLI::App& collect, Cli& cli);

// How the event of each place counts now, as the caller is told. Errors: those
// of BatchGetEventCounts.
absl::StatusOr<std::vector<RowStanding>> ReadStandings(
    Cli& cli, const SheetKey& key, const std::vector<SheetPlace>& places);

}  // namespace entente::client

#endif  // TOOLS_CLIENT_SHEETS_COLLECT_COMMANDS_H_
