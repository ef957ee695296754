// Whether a log may take entries now. While it may not, no call is answered.
#ifndef SERVICES_COMMON_AUDIT_LOG_GUARD_H_
#define SERVICES_COMMON_AUDIT_LOG_GUARD_H_

#include "absl/status/status.h"

namespace entente::audit {

// Thread-safe.
class LogGuard {
 public:
  virtual ~LogGuard() = default;
  // OK, or UNAVAILABLE with a reason AUDIT_CLOSED_… (gate_errors.h) and a
  // sentence for the caller. Asked for every entry: it must not block.
  virtual absl::Status CheckOpen() const = 0;
};

}  // namespace entente::audit

#endif  // SERVICES_COMMON_AUDIT_LOG_GUARD_H_
