// The program's log: JSON lines on stderr, gRPC's own messages among them.
#ifndef SERVICES_COMMON_SERVER_LOG_SETUP_H_
#define SERVICES_COMMON_SERVER_LOG_SETUP_H_

#include <string>

namespace entente::server {

// Each line: {"time":"<UTC>","level":"info","log":{"event":...}}. `level` is
// the least to appear: "trace" to "error". What gRPC would write itself appears
// as a warning: most of it is about strangers at the port. Idempotent; for the
// whole process.
void SetUpLog(const std::string& level);

}  // namespace entente::server

#endif  // SERVICES_COMMON_SERVER_LOG_SETUP_H_
