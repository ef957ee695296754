// The program that fault_test.cc kills: runs the script on a disk that kills
// its process at a step, and prints what its client saw, a line for each call.
//
//   exchange_fault_run FOLDER STEP
#include <unistd.h>

#include <cstdint>
#include <string>

#include "absl/strings/numbers.h"
#include "services/common/store/faulty_disk.h"
#include "services/exchange/scripted_exchange_fixture.h"

namespace entente::exchange {
namespace {

int Main(const std::string& folder, int64_t step) {
  ScriptedExchange exchange;
  store::FaultyDisk disk;
  disk.FailAt(step, store::DiskFault::kKill);
  bool is_told = true;
  const ScriptedExchange::Saw tell = [&](const Seen& seen) {
    const std::string line = seen.ToLine() + "\n";
    // One piece, shorter than PIPE_BUF: a kill never leaves half a line.
    is_told &= write(STDOUT_FILENO, line.data(), line.size()) ==
               static_cast<ssize_t>(line.size());
  };
  if (!exchange.Open(folder, &disk).ok()) return 3;
  exchange.RunFirst(tell);
  exchange.Close();
  if (!exchange.Open(folder, &disk).ok()) return 3;
  exchange.RunSecond(tell);
  exchange.Close();
  return is_told ? 0 : 4;
}

}  // namespace
}  // namespace entente::exchange

int main(int argc, char** argv) {
  int64_t step = 0;
  if (argc != 3 || !absl::SimpleAtoi(argv[2], &step)) return 2;
  return entente::exchange::Main(argv[1], step);
}
