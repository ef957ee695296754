// gRPC's own messages as JSON lines beside ours.
#ifndef SERVICES_COMMON_SERVER_GRPC_LOG_H_
#define SERVICES_COMMON_SERVER_GRPC_LOG_H_

namespace entente::server {

// Sends what gRPC would write to stderr to the program's log, as warnings: most
// of it is about strangers at the port. Idempotent; for the whole process.
void RouteGrpcLog();

}  // namespace entente::server

#endif  // SERVICES_COMMON_SERVER_GRPC_LOG_H_
