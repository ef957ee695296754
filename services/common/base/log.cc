#include "services/common/base/log.h"

#include <unistd.h>

#include <cstdlib>
#include <memory>
#include <nlohmann/json.hpp>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "services/common/base/log_writer.h"
#include "spdlog/sinks/sink.h"
#include "spdlog/spdlog.h"

namespace entente {
namespace {

std::string ToJson(const nlohmann::ordered_json& value) {
  return value.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
}

// A few minutes of a busy service; what a collector that hangs costs.
constexpr size_t kWaitingBytesMax = 4 * 1024 * 1024;
constexpr absl::Duration kFlushPatience = absl::Seconds(1);

bool IsReserved(const std::string& key) {
  return key == "time" || key == "level" || key == "service" || key == "event";
}

// Puts time, level and service before a message. Messages of this suite are
// JSON objects already; any other becomes the field "message".
std::string LineOf(const std::string& service,
                   const spdlog::details::log_msg& message) {
  const auto level = spdlog::level::to_string_view(message.level);
  const absl::string_view payload(message.payload.data(),
                                  message.payload.size());
  const std::string head =
      ToJson({{"time", absl::FormatTime("%Y-%m-%dT%H:%M:%E3SZ",
                                        absl::FromChrono(message.time),
                                        absl::UTCTimeZone())},
              {"level", std::string(level.data(), level.size())},
              {"service", service}});
  const bool is_object =
      payload.size() > 2 && payload.front() == '{' && payload.back() == '}';
  const std::string body =
      is_object
          ? std::string(payload)
          : ToJson({{"event", "message"}, {"message", std::string(payload)}});
  return absl::StrCat(head.substr(0, head.size() - 1), ",", body.substr(1),
                      "\n");
}

LogWriter& Writer() {
  static LogWriter& writer = *new LogWriter(STDERR_FILENO, kWaitingBytesMax);
  return writer;
}

// Holds no lock: whoever waits for the writer after an error holds up nobody
// else who logs.
class WriterSink final : public spdlog::sinks::sink {
 public:
  explicit WriterSink(std::string service) : service_(std::move(service)) {}

  void log(const spdlog::details::log_msg& message) override {
    TellDropped();
    Write(message);
  }
  void flush() override {
    TellDropped();
    Writer().Drain(kFlushPatience);
  }
  // The lines of this log have one form.
  void set_pattern(const std::string&) override {}
  void set_formatter(std::unique_ptr<spdlog::formatter>) override {}

 private:
  void TellDropped() {
    const uint64_t dropped = Writer().TakeDropped();
    if (dropped == 0) return;
    const std::string line = ToJson(
        {{"event", "log_lines_dropped"}, {"lines", absl::StrCat(dropped)}});
    Write(spdlog::details::log_msg("entente", spdlog::level::warn, line));
  }
  void Write(const spdlog::details::log_msg& message) {
    Writer().Write(LineOf(service_, message));
  }

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
      "entente", std::make_shared<WriterSink>(service));
  // from_str answers "off" for what it does not know: never lose the log.
  const auto wanted = spdlog::level::from_str(level);
  logger->set_level(wanted == spdlog::level::off ? spdlog::level::info
                                                 : wanted);
  // In a crash the last error may be all there is.
  logger->flush_on(spdlog::level::err);
  spdlog::set_default_logger(std::move(logger));
  // Called before spdlog is cleaned up, since it is registered after it.
  static const int is_registered =
      std::atexit([] { spdlog::default_logger()->flush(); });
  (void)is_registered;
}

void FlushLog() { Writer().DrainAll(); }

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
