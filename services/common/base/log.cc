#include "services/common/base/log.h"

#include <nlohmann/json.hpp>

#include "spdlog/spdlog.h"

namespace entente {
namespace {

void Log(spdlog::level::level_enum level, const std::string& event,
         const LogFields& fields) {
  nlohmann::ordered_json line = {{"event", event}};
  for (const auto& [key, value] : fields) line[key] = value;
  spdlog::log(
      level, "{}",
      line.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace));
}

}  // namespace

void LogInfo(const std::string& event, const LogFields& fields) {
  Log(spdlog::level::info, event, fields);
}

void LogWarning(const std::string& event, const LogFields& fields) {
  Log(spdlog::level::warn, event, fields);
}

void LogError(const std::string& event, const LogFields& fields) {
  Log(spdlog::level::err, event, fields);
}

}  // namespace entente
