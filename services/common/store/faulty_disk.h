// A disk that fails, fills up, hangs, kills its process or loses power when a
// test says so.
//
//   FaultyDisk disk;
//   disk.FailAt(disk.steps() + 3, DiskFault::kHalf);
//   auto store = OpenRocksdbStore(path, {.env = &disk});
#ifndef SERVICES_COMMON_STORE_FAULTY_DISK_H_
#define SERVICES_COMMON_STORE_FAULTY_DISK_H_

#include <signal.h>

#include <atomic>
#include <cstdint>
#include <filesystem>
#include <limits>
#include <map>
#include <memory>
#include <string>
#include <utility>

#include "absl/functional/function_ref.h"
#include "absl/strings/match.h"
#include "absl/strings/string_view.h"
#include "absl/synchronization/mutex.h"
#include "rocksdb/env.h"

namespace entente::store {

// How a step goes wrong.
enum class DiskFault {
  // An input or output error: nothing of this step is done, later ones are.
  kError,
  // No space: this step and all later ones are refused.
  kFull,
  // An error is reported, but half of the bytes are there, or the whole step
  // when it has none: a file is made, renamed or synced.
  kHalf,
  // The process is killed when half of the bytes are there.
  kKill,
};

// Thread-safe. Outlives the store that uses it.
class FaultyDisk final : public rocksdb::EnvWrapper {
 public:
  FaultyDisk() : EnvWrapper(rocksdb::Env::Default()) {}
  const char* Name() const override { return "FaultyDisk"; }

  // While true, appending or syncing fails and leaves nothing synced.
  std::atomic<bool> fails_writes = false;
  std::atomic<bool> fails_syncs = false;

  // A step is what may fail by itself: making or renaming a file, appending to
  // it, syncing it or a folder. Steps count from 0 over all files.
  int64_t steps() const { return steps_; }
  void FailAt(int64_t step, DiskFault fault) {
    fault_ = fault;
    faulty_step_ = step;
  }
  void Heal() { faulty_step_ = kNever; }
  // From Hold to LetGo no sync of a file answers.
  void Hold() { SetHeld(true); }
  void LetGo() { SetHeld(false); }

  // Where the planted step was reached; empty when it was not, since the engine
  // also works in the background.
  std::string failed_path() {
    absl::MutexLock lock(&mutex_);
    return failed_path_;
  }

  // A step of a writer that is not the engine, and what came of it: the same
  // count, the same faults, the same power cut.
  bool Do(const std::string& path, absl::FunctionRef<bool()> whole,
          absl::FunctionRef<bool()> half) {
    const auto said = [](bool is_done) {
      return is_done ? rocksdb::Status::OK() : rocksdb::Status::IOError();
    };
    return Step(
               path, [&] { return said(whole()); },
               [&] { return said(half()); })
        .ok();
  }
  void NoteSynced(const std::string& name, uint64_t bytes) {
    absl::MutexLock lock(&mutex_);
    synced_bytes_[name] = bytes;
  }
  void NoteRenamed(const std::string& from, const std::string& to) {
    absl::MutexLock lock(&mutex_);
    const auto moved = synced_bytes_.find(from);
    if (moved == synced_bytes_.end()) return;
    synced_bytes_[to] = moved->second;
    synced_bytes_.erase(moved);
  }

  // Whether a file whose path ends so was made through it.
  bool HasMade(absl::string_view end) {
    absl::MutexLock lock(&mutex_);
    for (const auto& [name, bytes] : synced_bytes_) {
      if (absl::EndsWith(name, end)) return true;
    }
    return false;
  }

  // Takes away from every file what was written after its last sync. Call it
  // when the store is closed; fail its writes first, so that closing saves
  // nothing.
  void CutPower() {
    absl::MutexLock lock(&mutex_);
    for (const auto& [name, bytes] : synced_bytes_) {
      if (std::filesystem::exists(name)) {
        std::filesystem::resize_file(name, bytes);
      }
    }
  }

  rocksdb::Status NewWritableFile(const std::string& name,
                                  std::unique_ptr<rocksdb::WritableFile>* file,
                                  const rocksdb::EnvOptions& options) override {
    const rocksdb::Status status = Step(
        name, [&] { return EnvWrapper::NewWritableFile(name, file, options); });
    if (status.ok()) {
      NoteSynced(name, 0);
      *file = std::make_unique<File>(std::move(*file), name, *this);
    }
    return status;
  }

  rocksdb::Status RenameFile(const std::string& from,
                             const std::string& to) override {
    const rocksdb::Status status =
        Step(to, [&] { return EnvWrapper::RenameFile(from, to); });
    if (status.ok()) NoteRenamed(from, to);
    return status;
  }

  rocksdb::Status NewDirectory(
      const std::string& name,
      std::unique_ptr<rocksdb::Directory>* folder) override {
    const rocksdb::Status status = EnvWrapper::NewDirectory(name, folder);
    if (status.ok()) {
      *folder = std::make_unique<Folder>(std::move(*folder), name, *this);
    }
    return status;
  }

 private:
  static constexpr int64_t kNever = std::numeric_limits<int64_t>::max();

  class Folder final : public rocksdb::DirectoryWrapper {
   public:
    Folder(std::unique_ptr<rocksdb::Directory> folder, std::string name,
           FaultyDisk& disk)
        : DirectoryWrapper(folder.get()),
          folder_(std::move(folder)),
          name_(std::move(name)),
          disk_(disk) {}

    rocksdb::Status Fsync() override {
      return disk_.Step(name_, [&] { return folder_->Fsync(); });
    }

   private:
    const std::unique_ptr<rocksdb::Directory> folder_;
    const std::string name_;
    FaultyDisk& disk_;
  };

  class File final : public rocksdb::WritableFileWrapper {
   public:
    File(std::unique_ptr<rocksdb::WritableFile> file, std::string name,
         FaultyDisk& disk)
        : WritableFileWrapper(file.get()),
          file_(std::move(file)),
          name_(std::move(name)),
          disk_(disk) {}

    rocksdb::Status Append(const rocksdb::Slice& data) override {
      if (disk_.fails_writes) return rocksdb::Status::IOError("planted");
      return disk_.Step(
          name_, [&] { return Write(data); },
          [&] { return Write(rocksdb::Slice(data.data(), data.size() / 2)); });
    }
    rocksdb::Status Append(const rocksdb::Slice& data,
                           const rocksdb::DataVerificationInfo&) override {
      return Append(data);
    }
    rocksdb::Status Sync() override {
      disk_.WaitWhileHeld();
      if (disk_.fails_syncs) return rocksdb::Status::IOError("planted");
      return disk_.Step(name_, [&] {
        const rocksdb::Status status = file_->Sync();
        if (status.ok()) disk_.NoteSynced(name_, written_bytes_);
        return status;
      });
    }
    rocksdb::Status Fsync() override { return Sync(); }

   private:
    rocksdb::Status Write(const rocksdb::Slice& data) {
      written_bytes_ += data.size();
      return file_->Append(data);
    }

    const std::unique_ptr<rocksdb::WritableFile> file_;
    const std::string name_;
    FaultyDisk& disk_;
    uint64_t written_bytes_ = 0;
  };

  using Action = absl::FunctionRef<rocksdb::Status()>;
  rocksdb::Status Step(const std::string& path, Action whole) {
    return Step(path, whole, whole);
  }
  rocksdb::Status Step(const std::string& path, Action whole, Action half) {
    const int64_t step = steps_++;
    const DiskFault fault = fault_;
    if (step < faulty_step_ ||
        (step > faulty_step_ && fault != DiskFault::kFull)) {
      return whole();
    }
    if (step == faulty_step_) {
      absl::MutexLock lock(&mutex_);
      failed_path_ = path;
    }
    if (fault == DiskFault::kFull) return rocksdb::Status::NoSpace("planted");
    if (fault != DiskFault::kError) half().PermitUncheckedError();
    if (fault == DiskFault::kKill) raise(SIGKILL);
    return rocksdb::Status::IOError("planted");
  }

  void SetHeld(bool is_held) {
    absl::MutexLock lock(&mutex_);
    is_held_ = is_held;
  }
  void WaitWhileHeld() {
    absl::MutexLock lock(&mutex_);
    mutex_.Await(absl::Condition(
        +[](bool* is_held) { return !*is_held; }, &is_held_));
  }

  std::atomic<int64_t> steps_ = 0;
  std::atomic<int64_t> faulty_step_ = kNever;
  std::atomic<DiskFault> fault_ = DiskFault::kError;
  absl::Mutex mutex_;
  bool is_held_ ABSL_GUARDED_BY(mutex_) = false;
  std::string failed_path_ ABSL_GUARDED_BY(mutex_);
  std::map<std::string, uint64_t> synced_bytes_ ABSL_GUARDED_BY(mutex_);
};

}  // namespace entente::store

#endif  // SERVICES_COMMON_STORE_FAULTY_DISK_H_
