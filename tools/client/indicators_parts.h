// Groups of `entente indicators` that have a file of their own.
#ifndef TOOLS_CLIENT_INDICATORS_PARTS_H_
#define TOOLS_CLIENT_INDICATORS_PARTS_H_

#include <string>

#include "CLI/App.hpp"
#include "entente/indicators/v1/observation.pb.h"
#include "tools/client/cli.h"

namespace entente::client {

// indicators ingest|session|rejections
void AddIngestCommands(CLI::App& indicators, Cli& cli);
// Of these session|rejections.
void AddIngestSessionCommands(CLI::App& indicators, Cli& cli);
// indicators series
void AddSeriesCommand(CLI::App& indicators, Cli& cli);
// indicators export
void AddExportSeriesCommand(CLI::App& indicators, Cli& cli);
// indicators release create|show|list|freeze|withdraw
void AddReleaseCommands(CLI::App& indicators, Cli& cli);
// indicators achievement
void AddAchievementCommand(CLI::App& indicators, Cli& cli);
// indicators target set|withdraw|show
void AddTargetCommands(CLI::App& indicators, Cli& cli);
// indicators state
void AddStateCommand(CLI::App& indicators, Cli& cli);
// indicators measure settings set|show
void AddMeasureCommands(CLI::App& indicators, Cli& cli);
// indicators verify
void AddRecountFiguresCommand(CLI::App& indicators, Cli& cli);
// indicators context create|add|list|show
void AddContextCommands(CLI::App& indicators, Cli& cli);

// Totals of a session, one beside the other, as they add up.
void PrintTotals(Cli& cli, const entente::indicators::v1::IngestTotals& totals);

// Why a row was not taken, for people; empty for an unknown reason.
std::string RejectionText(Cli& cli, const std::string& reason);

}  // namespace entente::client

#endif  // TOOLS_CLIENT_INDICATORS_PARTS_H_
