// The files beside a store (durable_file.h) on the disk of the store: the same
// count of steps, the same faults.
//
//   FaultyDisk disk;
//   DiskSteps steps(disk);
//   SetFileSteps(&steps);
#ifndef SERVICES_COMMON_STORE_DISK_STEPS_H_
#define SERVICES_COMMON_STORE_DISK_STEPS_H_

#include <cstdint>
#include <string>

#include "absl/functional/function_ref.h"
#include "services/common/store/durable_file.h"
#include "services/common/store/faulty_disk.h"

namespace entente::store {

// As thread-safe as the disk, which outlives it.
class DiskSteps final : public FileSteps {
 public:
  explicit DiskSteps(FaultyDisk& disk) : disk_(disk) {}
  bool Do(const std::string& path, absl::FunctionRef<bool()> whole,
          absl::FunctionRef<bool()> half) override {
    return disk_.Do(path, whole, half);
  }
  void NoteSynced(const std::string& path, uint64_t bytes) override {
    disk_.NoteSynced(path, bytes);
  }
  void NoteRenamed(const std::string& from, const std::string& to) override {
    disk_.NoteRenamed(from, to);
  }

 private:
  FaultyDisk& disk_;
};

}  // namespace entente::store

#endif  // SERVICES_COMMON_STORE_DISK_STEPS_H_
