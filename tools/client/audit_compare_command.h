// audit compare, under the group `audit`; `cli` outlives it.
#ifndef TOOLS_CLIENT_AUDIT_COMPARE_COMMAND_H_
#define TOOLS_CLIENT_AUDIT_COMPARE_COMMAND_H_

#include "CLI/App.hpp"
#include "tools/client/cli.h"

namespace entente::client {

void AddCompare(CLI::App& audit, Cli& cli);

}  // namespace entente::client

#endif  // TOOLS_CLIENT_AUDIT_COMPARE_COMMAND_H_
