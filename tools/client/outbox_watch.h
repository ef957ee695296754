// What waits between the services, as the commands `outbox` and `status` ask
// it.
#ifndef TOOLS_CLIENT_OUTBOX_WATCH_H_
#define TOOLS_CLIENT_OUTBOX_WATCH_H_

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "entente/common/v1/outbox_service.pb.h"
#include "tools/client/cli.h"

namespace entente::client {

// Services that have something to tell the others.
const std::vector<std::string>& OutboxServices();

// How long an event waits before `status` mentions it.
inline constexpr absl::Duration kWaitWorthALine = absl::Minutes(1);

// Lines about what waits longer than that or was set aside in `service`; empty
// when nothing does.
std::string OutboxLines(const std::string& service,
                        const entente::common::v1::ListOutboxesResponse& found,
                        Language language);

// The same for every service that tells it to the person who asks; nothing of
// those that do not answer or may not.
std::string OutboxLinesOfAll(Cli& cli);

}  // namespace entente::client

#endif  // TOOLS_CLIENT_OUTBOX_WATCH_H_
