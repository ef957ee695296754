// A disk that fails, or loses power, when a test says so.
#ifndef SERVICES_COMMON_STORE_FAULTY_DISK_H_
#define SERVICES_COMMON_STORE_FAULTY_DISK_H_

#include <atomic>
#include <cstdint>
#include <filesystem>
#include <map>
#include <memory>
#include <string>
#include <utility>

#include "absl/synchronization/mutex.h"
#include "rocksdb/env.h"

namespace entente::store {

// Thread-safe. Outlives the store that uses it.
class FaultyDisk final : public rocksdb::EnvWrapper {
 public:
  FaultyDisk() : EnvWrapper(rocksdb::Env::Default()) {}
  const char* Name() const override { return "FaultyDisk"; }

  // While true, appending or syncing fails and leaves nothing synced.
  std::atomic<bool> fails_writes = false;
  std::atomic<bool> fails_syncs = false;

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
    const rocksdb::Status status =
        EnvWrapper::NewWritableFile(name, file, options);
    if (status.ok()) {
      NoteSynced(name, 0);
      *file = std::make_unique<File>(std::move(*file), name, *this);
    }
    return status;
  }

  rocksdb::Status RenameFile(const std::string& from,
                             const std::string& to) override {
    const rocksdb::Status status = EnvWrapper::RenameFile(from, to);
    absl::MutexLock lock(&mutex_);
    const auto moved = synced_bytes_.find(from);
    if (status.ok() && moved != synced_bytes_.end()) {
      synced_bytes_[to] = moved->second;
      synced_bytes_.erase(moved);
    }
    return status;
  }

 private:
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
      written_bytes_ += data.size();
      return file_->Append(data);
    }
    rocksdb::Status Append(
        const rocksdb::Slice& data,
        const rocksdb::DataVerificationInfo& verification) override {
      if (disk_.fails_writes) return rocksdb::Status::IOError("planted");
      written_bytes_ += data.size();
      return file_->Append(data, verification);
    }
    rocksdb::Status Sync() override {
      if (disk_.fails_syncs) return rocksdb::Status::IOError("planted");
      const rocksdb::Status status = file_->Sync();
      if (status.ok()) disk_.NoteSynced(name_, written_bytes_);
      return status;
    }
    rocksdb::Status Fsync() override { return Sync(); }

   private:
    const std::unique_ptr<rocksdb::WritableFile> file_;
    const std::string name_;
    FaultyDisk& disk_;
    uint64_t written_bytes_ = 0;
  };

  void NoteSynced(const std::string& name, uint64_t bytes) {
    absl::MutexLock lock(&mutex_);
    synced_bytes_[name] = bytes;
  }

  absl::Mutex mutex_;
  std::map<std::string, uint64_t> synced_bytes_ ABSL_GUARDED_BY(mutex_);
};

}  // namespace entente::store

#endif  // SERVICES_COMMON_STORE_FAULTY_DISK_H_
