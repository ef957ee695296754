// status, todo, report: the commands that show what the services know together.
#ifndef TOOLS_CLIENT_REPORT_REPORT_COMMANDS_H_
#define TOOLS_CLIENT_REPORT_REPORT_COMMANDS_H_

#include "CLI/App.hpp"
#include "absl/status/statusor.h"
#include "tools/client/cli.h"
#include "tools/client/report/report_data.h"

namespace entente::client {

// Declares `status`, `todo` and `report` under `root`; `cli` outlives `root`.
void AddReportCommands(CLI::App& root, Cli& cli);

// One of the three, each in its own file.
void AddStatusCommand(CLI::App& root, Cli& cli);
void AddTodoCommand(CLI::App& root, Cli& cli);
void AddReportCommand(CLI::App& root, Cli& cli);

// Everything about `convention` (empty: the one of client.json) at the local
// time of this machine. Errors: those of ConventionName and GatherReportData.
absl::StatusOr<ReportData> ReadReport(Cli& cli, const std::string& convention);

// Says on err() which parts could not be read.
void NoteMissing(Cli& cli, const ReportData& data);

}  // namespace entente::client

#endif  // TOOLS_CLIENT_REPORT_REPORT_COMMANDS_H_
