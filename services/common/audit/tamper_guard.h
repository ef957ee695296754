// Closes the log once its signer found that it is not what was signed, whoever
// asked for the checkpoint: the ticker or an oversight body.
//
// What was found stays known until the next start: a log that looks right again
// was written to meanwhile. Alarm, once: audit_closed, with the reason.
#ifndef SERVICES_COMMON_AUDIT_TAMPER_GUARD_H_
#define SERVICES_COMMON_AUDIT_TAMPER_GUARD_H_

#include "absl/base/thread_annotations.h"
#include "absl/status/status.h"
#include "absl/synchronization/mutex.h"
#include "services/common/audit/log_guard.h"

namespace entente::audit {

// Thread-safe.
class TamperGuard final : public LogGuard {
 public:
  // While nothing was found, `next` answers; null: open. It outlives this.
  explicit TamperGuard(const LogGuard* next) : next_(next) {}

  // Told what a signing came to: DATA_LOSS closes the log, nothing else does.
  void Judge(const absl::Status& signing);

  absl::Status CheckOpen() const override;

 private:
  const LogGuard* const next_;
  mutable absl::Mutex mutex_;
  absl::Status found_ ABSL_GUARDED_BY(mutex_);
};

// Whether `closed`, an answer of LogGuard::CheckOpen, says that the log is not
// what was signed or cosigned. It takes no entry any more and is evidence:
// those who oversee it still read it.
bool IsBent(const absl::Status& closed);

}  // namespace entente::audit

#endif  // SERVICES_COMMON_AUDIT_TAMPER_GUARD_H_
