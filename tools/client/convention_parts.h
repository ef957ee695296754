// Parts of the convention commands: words they share, and the commands that
// have a file of their own.
#ifndef TOOLS_CLIENT_CONVENTION_PARTS_H_
#define TOOLS_CLIENT_CONVENTION_PARTS_H_

#include <string>

#include "CLI/App.hpp"
#include "entente/conventions/v1/convention.pb.h"
#include "services/common/base/error.h"
#include "tools/client/cli.h"
#include "tools/client/format.h"
#include "tools/client/life_words.h"

namespace entente::client {

// The tree for the terminal, in the language of the run.
std::string ConventionOutline(Cli& cli,
                              const conventions::v1::Convention& convention);
// "2018-01-01 – 2019-12-31".
std::string ConventionTerm(const conventions::v1::Convention& convention);
// "in force", "en vigueur", "van kracht".
std::string ConventionStateWord(Cli& cli,
                                conventions::v1::Convention::State state);

// --all: every municipality of the installation.
void AllFlag(Command& command, bool& of_all);
// "municipalities/21004", or "municipalities/-" for all.
absl::StatusOr<std::string> MunicipalityScope(Cli& cli,
                                              const std::string& municipality,
                                              bool of_all);
// "21004 css-2018-2019" of the name of a convention or what it holds.
std::string WithMunicipality(const std::string& name);

// convention search
void AddSearchCommand(CLI::App& convention, Cli& cli);
// convention parse, convention import
void AddParseCommand(CLI::App& convention, Cli& cli);
void AddImportCommand(CLI::App& convention, Cli& cli);
// convention export
void AddExportCommand(CLI::App& convention, Cli& cli);
// convention discard
void AddDiscardCommand(CLI::App& convention, Cli& cli);
// convention record|facts|close|settle
void AddLifeCommands(CLI::App& convention, Cli& cli);
// convention diff|resolve|promote
void AddVersionCommands(CLI::App& convention, Cli& cli);
// convention adopt-profile|translate
void AddProfileCommands(CLI::App& convention, Cli& cli);

// --as-of-date, --as-of-time.
void AsOfFlags(Command& command, std::string& date, std::string& time);
// Sets both times of a request that has them, where they are given.
template <class Request>
absl::Status ApplyAsOf(const std::string& date, const std::string& time,
                       Request& request) {
  if (!date.empty()) {
    ENTENTE_ASSIGN_OR_RETURN(*request.mutable_as_of_effective_date(),
                             ParseDateFlag("--as-of-date", date));
  }
  if (!time.empty()) {
    ENTENTE_ASSIGN_OR_RETURN(*request.mutable_as_of_record_time(),
                             ParseTimeFlag("--as-of-time", time));
  }
  return absl::OkStatus();
}

}  // namespace entente::client

#endif  // TOOLS_CLIENT_CONVENTION_PARTS_H_
