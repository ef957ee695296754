// What the program has logged, for tests of alarms.
#ifndef SERVICES_COMMON_BASE_LOG_FIXTURE_H_
#define SERVICES_COMMON_BASE_LOG_FIXTURE_H_

#include <string>
#include <vector>

namespace entente {

// Keeps the lines of the whole process from its first use on, in memory and no
// longer on stderr. InitLog after the first use undoes it. Thread-safe, but
// first used before other threads log.
class LogFixture {
 public:
  // Forgets earlier lines.
  LogFixture();

  // The lines of `event` since construction, each a JSON object.
  std::vector<std::string> Lines(const std::string& event) const;
};

}  // namespace entente

#endif  // SERVICES_COMMON_BASE_LOG_FIXTURE_H_
