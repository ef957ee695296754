// Groups of `entente indicators` that have a file of their own.
#ifndef TOOLS_CLIENT_INDICATORS_PARTS_H_
#define TOOLS_CLIENT_INDICATORS_PARTS_H_

#include <string>

#include "CLI/App.hpp"
#include "absl/time/time.h"
#include "entente/indicators/v1/observation.pb.h"
#include "tools/client/cli.h"
#include "tools/client/session.h"

namespace entente::client {

// indicators ingest|session|sessions|rejections
void AddIngestCommands(CLI::App& indicators, Cli& cli);
// Of these session|sessions|rejections.
void AddIngestSessionCommands(CLI::App& indicators, Cli& cli);
// indicators series
void AddSeriesCommand(CLI::App& indicators, Cli& cli);
// indicators export
void AddExportSeriesCommand(CLI::App& indicators, Cli& cli);
// indicators structure
void AddStructureCommand(CLI::App& indicators, Cli& cli);
// indicators release create|show|list|freeze|withdraw
void AddReleaseCommands(CLI::App& indicators, Cli& cli);
// indicators achievement
void AddAchievementCommand(CLI::App& indicators, Cli& cli);
// indicators target set|withdraw|show
void AddTargetCommands(CLI::App& indicators, Cli& cli);
// indicators state
void AddStateCommand(CLI::App& indicators, Cli& cli);
// indicators areas
void AddAreasCommand(CLI::App& indicators, Cli& cli);
// indicators measure settings set|show, measure local
void AddMeasureCommands(CLI::App& indicators, Cli& cli);
// Of these local add|change|end|list|show.
void AddLocalMeasureCommands(CLI::App& measure, Cli& cli);
// indicators verify
void AddRecountFiguresCommand(CLI::App& indicators, Cli& cli);
// indicators context create|add|list|show|edit|withdraw|versions
void AddContextCommands(CLI::App& indicators, Cli& cli);

// How long figures as of a time are waited for: those of months that were not
// approved are counted again from every event, a million a second.
inline constexpr absl::Duration kAsOfPatience = absl::Minutes(10);

// Of a call that asks for figures; `as_of` is --as-of-time, empty without.
inline CallExtras AsOfExtras(const std::string& as_of) {
  CallExtras extras;
  if (!as_of.empty()) extras.timeout = kAsOfPatience;
  return extras;
}

// Totals of a session, one beside the other, as they add up.
void PrintTotals(Cli& cli, const entente::indicators::v1::IngestTotals& totals);

// Why a row was not taken, for people; empty for an unknown reason.
std::string RejectionText(Cli& cli, const std::string& reason);

}  // namespace entente::client

#endif  // TOOLS_CLIENT_INDICATORS_PARTS_H_
