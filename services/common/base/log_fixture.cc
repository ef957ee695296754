#include "services/common/base/log_fixture.h"

#include <memory>
#include <mutex>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "spdlog/sinks/base_sink.h"
#include "spdlog/spdlog.h"

namespace entente {
namespace {

class MemorySink final : public spdlog::sinks::base_sink<std::mutex> {
 public:
  void Clear() {
    const std::lock_guard<std::mutex> lock(mutex_);
    lines_.clear();
  }
  std::vector<std::string> lines() {
    const std::lock_guard<std::mutex> lock(mutex_);
    return lines_;
  }

 protected:
  void sink_it_(const spdlog::details::log_msg& message) override {
    lines_.emplace_back(message.payload.data(), message.payload.size());
  }
  void flush_() override {}

 private:
  std::vector<std::string> lines_;
};

MemorySink& Sink() {
  static const std::shared_ptr<MemorySink>* const kSink = [] {
    auto* sink =
        new std::shared_ptr<MemorySink>(std::make_shared<MemorySink>());
    spdlog::set_default_logger(
        std::make_shared<spdlog::logger>("entente-test", *sink));
    return sink;
  }();
  return **kSink;
}

}  // namespace

LogFixture::LogFixture() { Sink().Clear(); }

std::vector<std::string> LogFixture::Lines(const std::string& event) const {
  const std::string mark = absl::StrCat("\"event\":\"", event, "\"");
  std::vector<std::string> found;
  for (const std::string& line : Sink().lines()) {
    if (absl::StrContains(line, mark)) found.push_back(line);
  }
  return found;
}

}  // namespace entente
