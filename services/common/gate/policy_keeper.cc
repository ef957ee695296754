#include "services/common/gate/policy_keeper.h"

#include <optional>
#include <utility>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "services/common/base/error.h"
#include "services/common/base/hash.h"
#include "services/common/base/log.h"
#include "services/common/gate/text_file.h"
#include "services/common/store/durable_file.h"

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

constexpr char kMarkFile[] = "policy.version";
constexpr size_t kMarkBytesMax = 32;
constexpr char kPolicyOlder[] = "POLICY_OLDER";

const Sentence& OfPolicy() {
  static const auto& purpose = *new Sentence{.en = "of the policy's version",
                                             .fr = "de la version des droits",
                                             .nl = "van de beleidsversie"};
  return purpose;
}

absl::Status PolicyOlder(const std::string& path, uint64_t version,
                         uint64_t kept) {
  return MakeError(
      absl::StatusCode::kFailedPrecondition,
      {.reason = kPolicyOlder,
       .field = "",
       .metadata = {{"version", absl::StrCat(version)},
                    {"version_in_force", absl::StrCat(kept)}},
       .sentence = {
           .en = absl::StrCat("The policy ", path, " has version ", version,
                              " and version ", kept,
                              " was in force on these data; put the newer file "
                              "back, or start once with --older-policy if the "
                              "older one is meant."),
           .fr = absl::StrCat("Le fichier de droits ", path, " a la version ",
                              version, " et la version ", kept,
                              " était en vigueur sur ces données ; remettez le "
                              "fichier plus récent, ou démarrez une fois avec "
                              "--older-policy si l'ancien est voulu."),
           .nl = absl::StrCat("Het beleidsbestand ", path, " heeft versie ",
                              version, " en versie ", kept,
                              " gold op deze gegevens; zet het nieuwere "
                              "bestand terug, of start één keer met "
                              "--older-policy als het oudere bedoeld is.")}});
}

// 0 where nothing is kept. Errors: FAILED_PRECONDITION.
absl::StatusOr<uint64_t> ReadKept(const std::string& dir) {
  if (dir.empty()) return 0;
  ENTENTE_ASSIGN_OR_RETURN(const std::optional<std::string> text,
                           store::ReadWholeFile(dir, kMarkFile, kMarkBytesMax));
  uint64_t version = 0;
  if (text && !absl::SimpleAtoi(*text, &version)) {
    return absl::FailedPreconditionError(
        absl::StrCat("The file ", dir, "/", kMarkFile,
                     " holds no version of a policy; restore it from backup, "
                     "or remove it to take the policy as it is."));
  }
  return version;
}

// The verdict on a file that was judged before: nothing to take, or why not.
absl::StatusOr<bool> Unless(const absl::Status& verdict) {
  if (verdict.ok()) return false;
  return verdict;
}

}  // namespace

absl::StatusOr<std::unique_ptr<PolicyKeeper>> PolicyKeeper::Open(
    const std::string& path, const PolicyMark& mark) {
  // The sentence for a missing flag is Load's.
  if (path.empty()) return Policy::Load(path).status();
  ENTENTE_ASSIGN_OR_RETURN(const uint64_t kept, ReadKept(mark.dir));
  std::unique_ptr<PolicyKeeper> keeper(new PolicyKeeper(path, mark, kept));
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
  if (policy_ == nullptr) {
    const bool is_older = next.version() < kept_version_;
    return is_older && !mark_.is_older_meant
               ? PolicyOlder(path_, next.version(), kept_version_)
               : absl::OkStatus();
  }
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
  ENTENTE_ASSIGN_OR_RETURN(const bool is_taken, TakeIfChanged());
  // Not under the mutex: calls wait for no disk.
  if (is_taken) KeepVersion();
  return absl::OkStatus();
}

void PolicyKeeper::KeepVersion() {
  const uint64_t version = policy()->version();
  if (mark_.dir.empty() || version == kept_version_) return;
  const absl::Status kept = store::ReplaceFile(
      mark_.dir, kMarkFile, absl::StrCat(version, "\n"), OfPolicy());
  if (kept.ok()) {
    kept_version_ = version;
    return;
  }
  LogError("policy_version_not_kept", {{"version", absl::StrCat(version)},
                                       {"cause", std::string(kept.message())}});
}

absl::StatusOr<bool> PolicyKeeper::TakeIfChanged() {
  const std::optional<std::string> text = ReadTextFile(path_, kPolicyBytesMax);
  const std::string digest = text.has_value() ? Sha256Hex(*text) : "";
  absl::MutexLock lock(&mutex_);
  if (digest == judged_) return Unless(verdict_);
  absl::StatusOr<std::shared_ptr<const Policy>> next = Judge(text, path_);
  judged_ = digest;
  // A bad file that gives way to the one in force is no replacement.
  if (policy_ != nullptr && digest == in_force_) {
    verdict_ = absl::OkStatus();
    return false;
  }
  verdict_ = next.ok() ? CheckSuccessor(**next) : next.status();
  if (!verdict_.ok()) {
    const bool is_older = ErrorReason(verdict_) == kPolicyOlder;
    LogError(is_older ? "policy_older" : "policy_rejected",
             {{"file", path_},
              {"sha256", digest},
              {"cause", std::string(verdict_.message())}});
    return verdict_;
  }
  policy_ = *std::move(next);
  in_force_ = digest;
  LogInfo("policy_loaded", {{"file", path_},
                            {"sha256", digest},
                            {"version", absl::StrCat(policy_->version())}});
  return true;
}

}  // namespace entente::gate
