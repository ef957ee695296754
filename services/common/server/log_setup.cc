#include "services/common/server/log_setup.h"

#include "absl/base/call_once.h"
#include "google/protobuf/stubs/logging.h"
#include "grpc/support/log.h"
#include "services/common/base/log.h"

namespace entente::server {
namespace {

void LogOfGrpc(gpr_log_func_args* message) {
  if (message->severity != GPR_LOG_SEVERITY_ERROR) return;
  LogWarning("grpc", {{"message", message->message}});
}

}  // namespace

void SetUpLog(const std::string& service, const std::string& level) {
  static absl::once_flag once;
  // Replacing the logger while other servers of a test log through it races.
  absl::call_once(once, [&] {
    InitLog(service, level);
    gpr_set_log_function(LogOfGrpc);
    // Bytes of a client that are no message: the line of the call says so, in
    // JSON; protobuf's own is neither that nor limited.
    google::protobuf::SetLogHandler(nullptr);
  });
}

}  // namespace entente::server
