// The file that tells others where a program listens, since a port of 0 takes
// any free one.
#ifndef SERVICES_COMMON_SERVER_PORT_FILE_H_
#define SERVICES_COMMON_SERVER_PORT_FILE_H_

#include <string>

#include "absl/status/status.h"

namespace entente::server {

// {"port":N,"health_port":N,"pid":N}, put in place atomically: a reader sees
// the whole file or none. Nothing when `path` is empty.
absl::Status WritePortFile(const std::string& path, int port, int health_port);

// Nothing when `path` is empty or absent.
void RemovePortFile(const std::string& path);

}  // namespace entente::server

#endif  // SERVICES_COMMON_SERVER_PORT_FILE_H_
