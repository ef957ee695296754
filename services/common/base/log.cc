#include "services/common/base/log.h"

#include <memory>
#include <nlohmann/json.hpp>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "spdlog/sinks/stdout_sinks.h"
#include "spdlog/spdlog.h"

namespace entente {
namespace {

std::string ToJson(const nlohmann::ordered_json& value) {
  return value.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
}

bool IsReserved(const std::string& key) {
  return key == "time" || key == "level" || key == "service" || key == "event";
}

// Puts time, level and service before a message. Messages of this suite are
// JSON objects already; any other becomes the field "message".
class JsonFormatter final : public spdlog::formatter {
 public:
  explicit JsonFormatter(std::string service) : service_(std::move(service)) {}

  void format(const spdlog::details::log_msg& message,
              spdlog::memory_buf_t& out) override {
    const auto level = spdlog::level::to_string_view(message.level);
    const absl::string_view payload(message.payload.data(),
                                    message.payload.size());
    const std::string head =
        ToJson({{"time", absl::FormatTime("%Y-%m-%dT%H:%M:%E3SZ",
                                          absl::FromChrono(message.time),
                                          absl::UTCTimeZone())},
                {"level", std::string(level.data(), level.size())},
                {"service", service_}});
    const bool is_object =
        payload.size() > 2 && payload.front() == '{' && payload.back() == '}';
    const std::string body =
        is_object
            ? std::string(payload)
            : ToJson({{"event", "message"}, {"message", std::string(payload)}});
    const std::string line = absl::StrCat(head.substr(0, head.size() - 1), ",",
                                          body.substr(1), "\n");
    out.append(line.data(), line.data() + line.size());
  }

  std::unique_ptr<spdlog::formatter> clone() const override {
    return std::make_unique<JsonFormatter>(service_);
  }

 private:
  const std::string service_;
};

void Log(spdlog::level::level_enum level, const std::string& event,
         const LogFields& fields) {
  nlohmann::ordered_json line = {{"event", event}};
  for (const auto& [key, value] : fields) {
    line[IsReserved(key) ? absl::StrCat("field_", key) : key] = value;
  }
  spdlog::log(level, "{}", ToJson(line));
}

}  // namespace

void InitLog(const std::string& service, const std::string& level) {
  auto logger = std::make_shared<spdlog::logger>(
      "entente", std::make_shared<spdlog::sinks::stderr_sink_mt>());
  logger->set_formatter(std::make_unique<JsonFormatter>(service));
  // from_str answers "off" for what it does not know: never lose the log.
  const auto wanted = spdlog::level::from_str(level);
  logger->set_level(wanted == spdlog::level::off ? spdlog::level::info
                                                 : wanted);
  spdlog::set_default_logger(std::move(logger));
}

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
