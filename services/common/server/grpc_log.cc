#include "services/common/server/grpc_log.h"

#include "grpc/support/log.h"
#include "nlohmann/json.hpp"
#include "spdlog/spdlog.h"

namespace entente::server {
namespace {

void Log(gpr_log_func_args* message) {
  if (message->severity != GPR_LOG_SEVERITY_ERROR) return;
  const nlohmann::json line = {{"event", "grpc"},
                               {"message", message->message}};
  spdlog::warn("{}", line.dump(-1, ' ', false,
                               nlohmann::json::error_handler_t::replace));
}

}  // namespace

void RouteGrpcLog() { gpr_set_log_function(Log); }

}  // namespace entente::server
