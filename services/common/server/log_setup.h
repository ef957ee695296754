// The program's log: JSON lines on stderr, gRPC's own messages among them.
#ifndef SERVICES_COMMON_SERVER_LOG_SETUP_H_
#define SERVICES_COMMON_SERVER_LOG_SETUP_H_

#include <string>

namespace entente::server {

// InitLog (base/log.h) for the program `service`, and gRPC's own errors as
// warnings: most of them are about strangers at the port. The first call in a
// process decides; later ones change nothing.
void SetUpLog(const std::string& service, const std::string& level);

}  // namespace entente::server

#endif  // SERVICES_COMMON_SERVER_LOG_SETUP_H_
