// The parent's handle on the process that serves, which it kills and starts
// anew.
#ifndef TESTS_LEDGER_PROCESS_H_
#define TESTS_LEDGER_PROCESS_H_

#include <sys/types.h>

#include <chrono>
#include <optional>
#include <string>

namespace entente::ledger {

class Process {
 public:
  // Runs this very program as `--serve folder [--plant name]` and waits until
  // it is ready.
  Process(const std::string& folder, const std::string& plant);
  // Killed at the latest now.
  ~Process();
  Process(const Process&) = delete;
  Process& operator=(const Process&) = delete;

  bool is_ready() const { return is_ready_; }

  // Sends `call`, as far as the pipe takes it; the rest goes while reading.
  void Send(const std::string& call);

  // The next answer; nullopt at `deadline`, or when the process is gone and
  // what it had answered is read.
  std::optional<std::string> Next(
      std::optional<std::chrono::steady_clock::time_point> deadline = {});
  bool is_gone() const { return is_gone_; }

  // SIGKILL; what it answered before can still be read with Next.
  void Kill();

 private:
  pid_t pid_ = -1;
  int in_ = -1;
  int out_ = -1;
  bool is_ready_ = false;
  bool is_gone_ = false;
  std::string to_send_;
  std::string received_;
};

}  // namespace entente::ledger

#endif  // TESTS_LEDGER_PROCESS_H_
