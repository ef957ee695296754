// One JSON object a line on stderr: what happened, never content.
//
//   {"time":"2019-04-05T09:30:00.000Z","level":"info","service":"…",
//    "event":"…", and the fields}
//
// Field values are ids, codes, counts and file names; no personal data, no free
// text that a caller sent.
#ifndef SERVICES_COMMON_BASE_LOG_H_
#define SERVICES_COMMON_BASE_LOG_H_

#include <map>
#include <string>

namespace entente {

// Values by key; a key that is one of the four above is written "field_…".
using LogFields = std::map<std::string, std::string>;

// Names the program in every line and sets the least level written: "trace",
// "debug", "info", "warn", "error" (any other: "info"). Call it once, in main,
// before other threads start. Whatever else goes through spdlog's default
// logger becomes such a line too. Without it (in tests) lines are spdlog's own.
//
// A collector that stops reading stops nobody: beyond 4 MiB of lines that wait
// the oldest are dropped, and a later line says how many ("log_lines_dropped").
// What waits is written before a normal exit, which a hanging collector delays
// by a second; an error delays its caller until it is written, for as long at
// most and once while the collector hangs.
void InitLog(const std::string& service, const std::string& level = "info");

// Thread-safe. `event` is a stable snake_case name. Invalid UTF-8 in a value is
// replaced, control characters are escaped: a value cannot forge a line.
void LogInfo(const std::string& event, const LogFields& fields = {});
void LogWarning(const std::string& event, const LogFields& fields = {});
void LogError(const std::string& event, const LogFields& fields = {});

// Waits until what was logged after InitLog is written, however long a slow
// disk or a hanging collector takes. For tests.
void FlushLog();

}  // namespace entente

#endif  // SERVICES_COMMON_BASE_LOG_H_
