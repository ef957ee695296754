#include "services/common/gate/policy_keeper.h"

#include <optional>
#include <utility>

#include "absl/strings/str_cat.h"
#include "services/common/base/error.h"
#include "services/common/base/hash.h"
#include "services/common/base/log.h"
#include "services/common/gate/text_file.h"

namespace entente::gate {
namespace {

absl::StatusOr<std::shared_ptr<const Policy>> Judge(
    const std::optional<std::string>& text, const std::string& path) {
  if (!text.has_value() || text->size() > kPolicyBytesMax) {
    return absl::FailedPreconditionError(
        absl::StrCat("The policy ", path,
                     " is refused: the file cannot be read, is empty or is "
                     "larger than 1 MiB."));
  }
  return Policy::Parse(*text, path);
}

}  // namespace

absl::StatusOr<std::unique_ptr<PolicyKeeper>> PolicyKeeper::Open(
    const std::string& path) {
  // The sentence for a missing flag is Load's.
  if (path.empty()) return Policy::Load(path).status();
  std::unique_ptr<PolicyKeeper> keeper(new PolicyKeeper(path));
  ENTENTE_RETURN_IF_ERROR(keeper->ReloadIfChanged());
  return keeper;
}

std::shared_ptr<const Policy> PolicyKeeper::policy() const {
  absl::MutexLock lock(&mutex_);
  return policy_;
}

void PolicyKeeper::Set(std::shared_ptr<const Policy> policy) {
  absl::MutexLock lock(&mutex_);
  policy_ = std::move(policy);
}

absl::Status PolicyKeeper::CheckSuccessor(const Policy& next) const {
  if (policy_ == nullptr) return absl::OkStatus();
  if (next.trust_domain() != policy_->trust_domain()) {
    return absl::FailedPreconditionError(
        absl::StrCat("The policy ", path_,
                     " names another trust domain; restart the service to "
                     "change it."));
  }
  if (next.version() < policy_->version() ||
      (next.version() == policy_->version() && next.version() != 0)) {
    return absl::FailedPreconditionError(absl::StrCat(
        "The policy ", path_, " has version ", next.version(), " and version ",
        policy_->version(), " is in force; raise the version."));
  }
  return absl::OkStatus();
}

absl::Status PolicyKeeper::ReloadIfChanged() {
  const std::optional<std::string> text = ReadTextFile(path_, kPolicyBytesMax);
  const std::string digest = text.has_value() ? Sha256Hex(*text) : "";
  absl::MutexLock lock(&mutex_);
  if (digest == judged_) return verdict_;
  absl::StatusOr<std::shared_ptr<const Policy>> next = Judge(text, path_);
  judged_ = digest;
  // A bad file that gives way to the one in force is no replacement.
  if (policy_ != nullptr && digest == in_force_) {
    return verdict_ = absl::OkStatus();
  }
  verdict_ = next.ok() ? CheckSuccessor(**next) : next.status();
  if (!verdict_.ok()) {
    LogError("policy_rejected", {{"file", path_},
                                 {"sha256", digest},
                                 {"cause", std::string(verdict_.message())}});
    return verdict_;
  }
  policy_ = *std::move(next);
  in_force_ = digest;
  LogInfo("policy_loaded", {{"file", path_},
                            {"sha256", digest},
                            {"version", absl::StrCat(policy_->version())}});
  return verdict_;
}

}  // namespace entente::gate
