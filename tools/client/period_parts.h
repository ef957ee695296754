// Parts of `entente period` that have a file of their own, and what they share.
#ifndef TOOLS_CLIENT_PERIOD_PARTS_H_
#define TOOLS_CLIENT_PERIOD_PARTS_H_

#include <string>
#include <vector>

#include "CLI/App.hpp"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "entente/indicators/v1/period_service.pb.h"
#include "tools/client/cli.h"
#include "tools/client/unusual_figures.h"

namespace entente::client {

// MONTH, required, and --municipality.
struct PeriodFlags {
  std::string municipality;
  std::string month;

  void Declare(Command& command);
  // The full name of the period.
  absl::StatusOr<std::string> Name(Cli& cli) const;
};

// --from and --until of a list of months, and what they say in the request.
void DeclareMonths(Command& command, std::string& from, std::string& until);
absl::Status ReadMonthsFlags(
    const std::string& from, const std::string& until,
    entente::indicators::v1::ListPeriodsRequest& request);

// The sources of a month, one a row; of which measures their events are, where
// that is told, and which measures they did not report.
void PrintSources(Cli& cli, const entente::indicators::v1::Period& period);
// Measures that `source` should have reported and did not, and how zero is
// said; empty: those of every source. Nothing where none is missing.
void PrintMissingMeasures(Cli& cli,
                          const entente::indicators::v1::Period& period,
                          const std::string& source);
// The same of every source as the month is now; nothing where months are not
// shown to the caller. `period` is its full name. Errors: those of GetPeriod.
absl::Status PrintIncomplete(Cli& cli, const std::string& period);

// period sources
void AddSourcesCommand(CLI::App& period, Cli& cli);
// period calendar adopt|show
void AddCalendarCommands(CLI::App& period, Cli& cli);
// period rule add|change|withdraw|restore|list|show
void AddRuleCommands(CLI::App& period, Cli& cli);
// period check
void AddCheckCommand(CLI::App& period, Cli& cli);
// What rules say of a month, one a row with the places where it is not kept;
// only those that are not kept when `is_short`. Nothing when there is none.
void PrintJudgements(Cli& cli,
                     const google::protobuf::RepeatedPtrField<
                         entente::indicators::v1::RuleJudgement>& judgements,
                     bool is_short);
// Measures whose figures of the month lie far from those of the other months,
// as QuerySeries says; sensitive ones never, which are not even asked for.
// `period` is its full name. Errors: PERMISSION_DENIED where the caller may not
// read series, which is not asked then; those of QuerySeries and ListMeasures.
absl::StatusOr<std::vector<UnusualFigure>> ReadUnusual(
    Cli& cli, const std::string& period);
// The same as people read it; empty where none does. Errors: those of
// ReadUnusual.
absl::StatusOr<std::string> UnusualText(Cli& cli, const std::string& period);
// Notes that they could not be read: what they stand beside is told all the
// same.
void NoteUnusualUnread(Cli& cli);
// period remind
void AddRemindCommand(CLI::App& period, Cli& cli);
// period confirm
void AddConfirmCommand(CLI::App& period, Cli& cli);
// period approve|reject|reopen and period reopening approve|end
void AddDecisionCommands(CLI::App& period, Cli& cli);
// period exception request|approve|end
void AddExceptionCommands(CLI::App& period, Cli& cli);

}  // namespace entente::client

#endif  // TOOLS_CLIENT_PERIOD_PARTS_H_
