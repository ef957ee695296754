// One JSON object a line on stderr: what happened, never content. Field values
// are ids, codes, counts and file names; no personal data, no free text that a
// caller sent.
#ifndef SERVICES_COMMON_BASE_LOG_H_
#define SERVICES_COMMON_BASE_LOG_H_

#include <map>
#include <string>

namespace entente {

using LogFields = std::map<std::string, std::string>;

// Thread-safe. `event` is a stable snake_case name. Invalid UTF-8 in a value is
// replaced, control characters are escaped: a value cannot forge a line.
void LogInfo(const std::string& event, const LogFields& fields = {});
void LogWarning(const std::string& event, const LogFields& fields = {});
void LogError(const std::string& event, const LogFields& fields = {});

}  // namespace entente

#endif  // SERVICES_COMMON_BASE_LOG_H_
