// What the crash test and the program that it kills agree on.
#ifndef SERVICES_COMMON_STORE_CRASH_WRITER_H_
#define SERVICES_COMMON_STORE_CRASH_WRITER_H_

#include <cstdint>
#include <string>

#include "services/common/store/key.h"

namespace entente::store {

inline constexpr uint32_t kCrashThreads = 6;

// One acknowledged write, as it goes through the pipe in one piece (it is
// shorter than PIPE_BUF).
struct Ack {
  uint32_t thread;
  uint32_t count;
};

// Two records per thread that one transaction sets to the same count.
inline std::string CrashKey(uint32_t thread, const char* side) {
  return KeyWriter().Table(1).U64(thread).Str(side).Key();
}

// Counts the transactions of all threads, incremented in each of them.
inline std::string CrashTotalKey() { return KeyWriter().Table(2).Key(); }

}  // namespace entente::store

#endif  // SERVICES_COMMON_STORE_CRASH_WRITER_H_
