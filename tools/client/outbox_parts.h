// What the commands under `outbox` share.
#ifndef TOOLS_CLIENT_OUTBOX_PARTS_H_
#define TOOLS_CLIENT_OUTBOX_PARTS_H_

#include <string>

#include "CLI/App.hpp"
#include "tools/client/cli.h"

namespace entente::client {

// "exchange/indicators/17" of service and "outboxes/indicators/setAsideEvents/
// 17": what `outbox retry` takes.
std::string SetAsideName(const std::string& service, const std::string& name);

// outbox retry, outbox put-aside
void AddOutboxEventCommands(CLI::App& group, Cli& cli);

}  // namespace entente::client

#endif  // TOOLS_CLIENT_OUTBOX_PARTS_H_
