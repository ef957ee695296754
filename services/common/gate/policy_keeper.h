// The policy in force, and its replacement while calls run.
//
// A file that cannot be read, is refused by Policy::Parse, is older than what
// is in force or speaks of another trust domain changes nothing: the policy in
// force stays and the alarm `policy_rejected` is logged, once per such file.
#ifndef SERVICES_COMMON_GATE_POLICY_KEEPER_H_
#define SERVICES_COMMON_GATE_POLICY_KEEPER_H_

#include <memory>
#include <string>

#include "absl/base/thread_annotations.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/synchronization/mutex.h"
#include "services/common/gate/policy.h"

namespace entente::gate {

// Thread-safe.
class PolicyKeeper {
 public:
  // Errors: those of Policy::Load.
  static absl::StatusOr<std::unique_ptr<PolicyKeeper>> Open(
      const std::string& path);

  std::shared_ptr<const Policy> policy() const;

  // Reads the file and takes it when its bytes are not those last seen. OK:
  // nothing changed, or the new policy is in force. FAILED_PRECONDITION with
  // the cause: the file as it stands is refused.
  absl::Status ReloadIfChanged();

  // Puts `policy` in force until the file changes; for tests.
  void Set(std::shared_ptr<const Policy> policy);

 private:
  explicit PolicyKeeper(std::string path) : path_(std::move(path)) {}
  absl::Status CheckSuccessor(const Policy& next) const
      ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);

  const std::string path_;
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
