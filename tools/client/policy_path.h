// Which policy file a command of the client reads: it belongs to the
// deployment, as the services' --policy does.
#ifndef TOOLS_CLIENT_POLICY_PATH_H_
#define TOOLS_CLIENT_POLICY_PATH_H_

#include <string>

#include "tools/client/cli.h"

namespace entente::client {

// `flag` when given, else "<home>/policy.textproto" when there is one, else
// that of a local run.
std::string PolicyPath(const ClientConfig& config, const std::string& flag);

// --policy.
void AddPolicyFlag(Command& command, std::string& value);

}  // namespace entente::client

#endif  // TOOLS_CLIENT_POLICY_PATH_H_
