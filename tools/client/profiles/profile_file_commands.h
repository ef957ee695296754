// convention profile draft|check
#ifndef TOOLS_CLIENT_PROFILES_PROFILE_FILE_COMMANDS_H_
#define TOOLS_CLIENT_PROFILES_PROFILE_FILE_COMMANDS_H_

#include "CLI/App.hpp"
#include "tools/client/cli.h"

namespace entente::client {

void AddProfileFileCommands(CLI::App& convention, Cli& cli);

}  // namespace entente::client

#endif  // TOOLS_CLIENT_PROFILES_PROFILE_FILE_COMMANDS_H_
