#include "services/common/server/data_folder.h"

#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"

namespace entente::server {
namespace {

bool Exists(const std::string& path) { return access(path.c_str(), F_OK) == 0; }

// RocksDB's file of the current manifest, directly in the folder: a store of
// before the access logs.
absl::Status CheckLayout(const std::string& path) {
  if (!Exists(path + "/CURRENT")) return absl::OkStatus();
  return absl::FailedPreconditionError(absl::StrCat(
      "The folder ", path,
      " holds a store of an earlier program, without an access log; this one "
      "does not read it. Name another folder with --data, or remove that one "
      "if it was a trial."));
}

DataFolder In(const std::string& path) {
  return {.store = path + "/store", .audit_keys = path + "/audit-keys"};
}

}  // namespace

absl::StatusOr<DataFolder> DataFolder::Make(const std::string& path) {
  if (mkdir(path.c_str(), 0700) != 0 && errno != EEXIST) {
    return absl::FailedPreconditionError(absl::StrCat(
        "The folder ", path, " cannot be made: ", strerror(errno), "."));
  }
  if (absl::Status sound = CheckLayout(path); !sound.ok()) return sound;
  return In(path);
}

absl::StatusOr<DataFolder> DataFolder::Find(const std::string& path) {
  if (absl::Status sound = CheckLayout(path); !sound.ok()) return sound;
  const DataFolder found = In(path);
  if (!Exists(found.store)) {
    return absl::FailedPreconditionError(absl::StrCat(
        "There is no store in the folder ", path, "; see --data."));
  }
  return found;
}

}  // namespace entente::server
