// audit resolve request|show|approve and audit statement get|verify, under the
// group `audit`; `cli` outlives it.
#ifndef TOOLS_CLIENT_AUDIT_RESOLUTION_COMMANDS_H_
#define TOOLS_CLIENT_AUDIT_RESOLUTION_COMMANDS_H_

#include "CLI/App.hpp"
#include "tools/client/cli.h"

namespace entente::client {

void AddResolutionCommands(CLI::App& audit, Cli& cli);

}  // namespace entente::client

#endif  // TOOLS_CLIENT_AUDIT_RESOLUTION_COMMANDS_H_
