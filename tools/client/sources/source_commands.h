// entente admin: what an operator does once.
#ifndef TOOLS_CLIENT_SOURCES_SOURCE_COMMANDS_H_
#define TOOLS_CLIENT_SOURCES_SOURCE_COMMANDS_H_

#include "CLI/App.hpp"
#include "tools/client/cli.h"

namespace entente::client {

// admin source add|renew|list
void AddAdminCommands(CLI::App& root, Cli& cli);
// Of these renew.
void AddSourceRenewCommand(CLI::App& group, Cli& cli);

}  // namespace entente::client

#endif  // TOOLS_CLIENT_SOURCES_SOURCE_COMMANDS_H_
