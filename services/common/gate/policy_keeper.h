// The policy in force, and its replacement while calls run.
//
// A file that cannot be read, is refused by Policy::Parse, is older than what
// is in force or speaks of another trust domain changes nothing: the policy in
// force stays and the alarm `policy_rejected` is logged, once per such file.
//
// The version last in force is kept beside the data, so that a restart takes no
// older file either: the alarm is `policy_older`, and the program does not
// start.
#ifndef SERVICES_COMMON_GATE_POLICY_KEEPER_H_
#define SERVICES_COMMON_GATE_POLICY_KEEPER_H_

#include <cstdint>
#include <memory>
#include <string>
#include <utility>

#include "absl/base/thread_annotations.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/synchronization/mutex.h"
#include "services/common/gate/policy.h"

namespace entente::gate {

// What is remembered of policies over restarts.
struct PolicyMark {
  // Folder of the data, in which the file `policy.version` is kept; empty:
  // nothing is remembered.
  std::string dir = {};
  // The file is taken at the start though it is older, as its operator means.
  bool is_older_meant = false;
};

// Thread-safe; one thread reloads.
class PolicyKeeper {
 public:
  // Errors: those of Policy::Load; FAILED_PRECONDITION / POLICY_OLDER when a
  // newer version was in force on these data; what is kept cannot be read.
  static absl::StatusOr<std::unique_ptr<PolicyKeeper>> Open(
      const std::string& path, const PolicyMark& mark = {});

  std::shared_ptr<const Policy> policy() const;

  // Reads the file and takes it when its bytes are not those last seen. OK:
  // nothing changed, or the new policy is in force. FAILED_PRECONDITION with
  // the cause: the file as it stands is refused. A version that cannot be kept
  // is in force all the same, with the alarm `policy_version_not_kept`.
  absl::Status ReloadIfChanged();

  // Puts `policy` in force until the file changes; for tests.
  void Set(std::shared_ptr<const Policy> policy);

 private:
  PolicyKeeper(std::string path, PolicyMark mark, uint64_t kept_version)
      : path_(std::move(path)),
        mark_(std::move(mark)),
        kept_version_(kept_version) {}
  // Judges the file and takes it when it is good; whether it did.
  absl::StatusOr<bool> TakeIfChanged();
  void KeepVersion();
  absl::Status CheckSuccessor(const Policy& next) const
      ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);

  const std::string path_;
  const PolicyMark mark_;
  // Of the thread that reloads.
  uint64_t kept_version_;
  mutable absl::Mutex mutex_;
  std::shared_ptr<const Policy> policy_ ABSL_GUARDED_BY(mutex_);
  // SHA-256 of the file last judged, "" for an unreadable one, and the verdict.
  std::string judged_ ABSL_GUARDED_BY(mutex_) = "never";
  // SHA-256 of the file that `policy_` came from.
  std::string in_force_ ABSL_GUARDED_BY(mutex_);
  absl::Status verdict_ ABSL_GUARDED_BY(mutex_);
};

}  // namespace entente::gate

#endif  // SERVICES_COMMON_GATE_POLICY_KEEPER_H_
