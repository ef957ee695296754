// The commands of deliveries by file.
#ifndef TOOLS_CLIENT_DELIVERY_DELIVERY_COMMANDS_H_
#define TOOLS_CLIENT_DELIVERY_DELIVERY_COMMANDS_H_

#include <string>

#include "CLI/App.hpp"
#include "tools/client/cli.h"

namespace entente::client {

// indicators mapping check|key
void AddMappingCommands(CLI::App& indicators, Cli& cli);
// indicators sign
void AddSignCommand(CLI::App& indicators, Cli& cli);
// indicators watch
void AddDropFolderCommand(CLI::App& indicators, Cli& cli);

// --id-key.
void AddIdKeyFlag(Command& command, std::string& path);

}  // namespace entente::client

#endif  // TOOLS_CLIENT_DELIVERY_DELIVERY_COMMANDS_H_
