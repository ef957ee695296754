#include "services/common/server/log_setup.h"

#include <memory>

#include "grpc/support/log.h"
#include "services/common/base/log.h"
#include "spdlog/sinks/stdout_sinks.h"
#include "spdlog/spdlog.h"

namespace entente::server {
namespace {

void LogOfGrpc(gpr_log_func_args* message) {
  if (message->severity != GPR_LOG_SEVERITY_ERROR) return;
  LogWarning("grpc", {{"message", message->message}});
}

}  // namespace

void SetUpLog(const std::string& level) {
  static const bool is_set_up = [] {
    auto logger = std::make_shared<spdlog::logger>(
        "entente", std::make_shared<spdlog::sinks::stderr_sink_mt>());
    logger->set_pattern(
        R"({"time":"%Y-%m-%dT%H:%M:%S.%eZ","level":"%l","log":%v})",
        spdlog::pattern_time_type::utc);
    spdlog::set_default_logger(std::move(logger));
    gpr_set_log_function(LogOfGrpc);
    return true;
  }();
  if (is_set_up) {
    spdlog::set_level(
        spdlog::level::from_str(level == "warn" ? "warning" : level));
  }
}

}  // namespace entente::server
