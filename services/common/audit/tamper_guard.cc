#include "services/common/audit/tamper_guard.h"

#include <string>

#include "services/common/audit/witness_errors.h"
#include "services/common/base/error.h"
#include "services/common/base/log.h"

namespace entente::audit {

void TamperGuard::Judge(const absl::Status& signing) {
  if (!absl::IsDataLoss(signing)) return;
  absl::MutexLock lock(&mutex_);
  // What was found first began it.
  if (!found_.ok()) return;
  found_ = ClosedBent(signing);
  LogError("audit_closed", {{"reason", ErrorReason(found_)},
                            {"cause", std::string(signing.message())}});
}

absl::Status TamperGuard::CheckOpen() const {
  {
    absl::MutexLock lock(&mutex_);
    if (!found_.ok()) return found_;
  }
  return next_ == nullptr ? absl::OkStatus() : next_->CheckOpen();
}

bool IsBent(const absl::Status& closed) {
  const std::string reason = ErrorReason(closed);
  return reason == kClosedBroken || reason == kClosedRolledBack ||
         reason == kClosedForked;
}

}  // namespace entente::audit
