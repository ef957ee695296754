// Lines on their way to a file descriptor that may hang.
#ifndef SERVICES_COMMON_BASE_LOG_WRITER_H_
#define SERVICES_COMMON_BASE_LOG_WRITER_H_

#include <sys/types.h>

#include <condition_variable>
#include <cstddef>
#include <cstdint>
#include <deque>
#include <mutex>
#include <string>

#include "absl/time/time.h"

namespace entente {

// Writes on a thread of its own, so that a collector that stops reading holds
// up nobody who logs: beyond `bytes_max` the oldest lines are dropped and
// counted. Thread-safe. Made once and never destroyed: its thread may hang in
// the kernel for ever. In the child of a fork, which has no such thread, lines
// are written at once.
class LogWriter {
 public:
  // Lines wait in at most `bytes_max`, and the one that is being written.
  LogWriter(int file, size_t bytes_max);
  LogWriter(const LogWriter&) = delete;
  LogWriter& operator=(const LogWriter&) = delete;

  // One write for each line, so that lines up to PIPE_BUF of several processes
  // do not mix. Does not wait.
  void Write(std::string line);

  // Waits until what waits now is written, or for `patience`; not at all when
  // an earlier wait was in vain and no line was written since. Whether it is.
  bool Drain(absl::Duration patience);

  // Waits until what waits now is written, as long as that takes. For tests.
  void DrainAll();

  // Lines dropped, or refused by the file, since the last call; 0 while most of
  // the room is taken, so that the figure is not dropped itself.
  uint64_t TakeDropped();

 private:
  void Run();
  bool IsForked() const;

  const int file_;
  const size_t bytes_max_;
  const pid_t process_;
  std::mutex mutex_;
  std::condition_variable changed_;
  std::deque<std::string> lines_;
  size_t bytes_ = 0;
  uint64_t dropped_ = 0;
  // Lines that were given, and those that are settled: written or dropped.
  uint64_t given_ = 0;
  uint64_t settled_ = 0;
  uint64_t written_ = 0;
  // What was written when a wait ended without success; for Drain.
  uint64_t stuck_at_ = UINT64_MAX;
};

}  // namespace entente

#endif  // SERVICES_COMMON_BASE_LOG_WRITER_H_
