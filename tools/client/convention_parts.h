// Parts of the convention commands: words they share, and the commands that
// have a file of their own.
#ifndef TOOLS_CLIENT_CONVENTION_PARTS_H_
#define TOOLS_CLIENT_CONVENTION_PARTS_H_

#include <string>

#include "CLI/App.hpp"
#include "entente/conventions/v1/convention.pb.h"
#include "tools/client/cli.h"

namespace entente::client {

// The tree for the terminal, in the language of the run.
std::string ConventionOutline(Cli& cli,
                              const conventions::v1::Convention& convention);
// "2018-01-01 – 2019-12-31".
std::string ConventionTerm(const conventions::v1::Convention& convention);
// "draft", "projet", "ontwerp".
std::string ConventionStateWord(Cli& cli,
                                conventions::v1::Convention::State state);

// convention parse, convention import
void AddParseCommand(CLI::App& convention, Cli& cli);
void AddImportCommand(CLI::App& convention, Cli& cli);
// convention discard
void AddDiscardCommand(CLI::App& convention, Cli& cli);

}  // namespace entente::client

#endif  // TOOLS_CLIENT_CONVENTION_PARTS_H_
