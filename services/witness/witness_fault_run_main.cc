// The program that witness_fault_test.cc kills:
//
//   witness_fault_run FOLDER STEP
//
// Prints a line for each cosignature: the size of the log and the key. Ends
// with 3 when the witness does not start.
#include <unistd.h>

#include <cstdint>
#include <cstdlib>
#include <string>

#include "absl/strings/str_cat.h"
#include "services/witness/scripted_witness_fixture.h"

int main(int argc, char** argv) {
  if (argc != 3) return 2;
  entente::store::FaultyDisk disk;
  disk.FailAt(std::strtoll(argv[2], nullptr, 10),
              entente::store::DiskFault::kKill);
  bool is_told = true;
  const absl::Status played = entente::witness::PlayWitness(
      argv[1], disk, [&](uint64_t size, const std::string& key) {
        const std::string line = absl::StrCat(size, " ", key, "\n");
        // One piece, shorter than PIPE_BUF: a kill leaves no half of it.
        is_told &= write(STDOUT_FILENO, line.data(), line.size()) ==
                   static_cast<ssize_t>(line.size());
      });
  if (!played.ok()) return 3;
  return is_told ? 0 : 4;
}
