#include "services/common/gate/key_keeper.h"

#include <algorithm>
#include <utility>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "services/common/base/hash.h"
#include "services/common/base/log.h"
#include "services/common/gate/jwks.h"

namespace entente::gate {
namespace {

// A clock that was set back must not postpone anything.
bool IsDue(absl::Time last, absl::Duration period, absl::Time now) {
  return now < last || now - last >= period;
}

}  // namespace

KeyKeeper::KeyKeeper(std::unique_ptr<KeySource> source, TokenVerifier& verifier,
                     const Clock& clock)
    : source_(std::move(source)), verifier_(verifier), clock_(clock) {}

absl::Status KeyKeeper::Refresh() {
  absl::MutexLock lock(&mutex_);
  return Ask();
}

absl::Status KeyKeeper::RefreshIfDue() {
  absl::MutexLock lock(&mutex_);
  const absl::Duration period =
      complaint_.empty() ? source_->period()
                         : std::min(source_->period(), kKeysRetryPeriod);
  if (!IsDue(asked_, period, clock_.Now())) return absl::OkStatus();
  return Ask();
}

bool KeyKeeper::RefreshOnDemand() {
  // Whoever holds the lock is asking already.
  if (!mutex_.TryLock()) return false;
  const absl::Time now = clock_.Now();
  const bool is_due = IsDue(demanded_, kKeysDemandPeriod, now);
  if (is_due) {
    demanded_ = now;
    // The complaint is logged; the caller's token is refused either way.
    Ask().IgnoreError();
  }
  mutex_.Unlock();
  return is_due;
}

absl::Status KeyKeeper::Ask() {
  absl::StatusOr<std::string> text = source_->Fetch();
  // After the answer: keys count as confirmed from when they arrived.
  const absl::Time now = clock_.Now();
  asked_ = now;
  const absl::Status taken = text.ok() ? Take(*text, now) : text.status();
  if (taken.ok()) {
    complaint_.clear();
    is_stale_told_ = false;
    return taken;
  }
  Complain(taken, now);
  return absl::FailedPreconditionError(taken.message());
}

absl::Status KeyKeeper::Take(const std::string& text, absl::Time now) {
  const std::string digest = Sha256Hex(text);
  if (digest == digest_) {
    confirmed_ = now;
    verifier_.KeepKeysUntil(now + kKeysKeptMax);
    return absl::OkStatus();
  }
  absl::StatusOr<KeySet> keys = KeySet::Parse(text);
  if (!keys.ok()) {
    return absl::FailedPreconditionError(absl::StrCat(
        source_->name(), ": ", std::string(keys.status().message())));
  }
  LogInfo("keys_loaded", {{"source", source_->name()},
                          {"keys", absl::StrCat(keys->size())},
                          {"sha256", digest}});
  digest_ = digest;
  confirmed_ = now;
  verifier_.SetKeys(*std::move(keys), now + kKeysKeptMax);
  return absl::OkStatus();
}

void KeyKeeper::Complain(const absl::Status& fault, absl::Time now) {
  const std::string cause(fault.message());
  if (cause != complaint_) {
    complaint_ = cause;
    LogError("keys_refused", {{"source", source_->name()}, {"cause", cause}});
  }
  if (now < confirmed_) {
    // A clock set back must not lengthen the hour.
    confirmed_ = now;
    verifier_.KeepKeysUntil(now + kKeysKeptMax);
  }
  if (!is_stale_told_ && now - confirmed_ > kKeysKeptMax) {
    is_stale_told_ = true;
    LogError("keys_stale", {{"source", source_->name()}});
  }
}

}  // namespace entente::gate
