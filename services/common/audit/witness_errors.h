// Why the access log is closed, for those who call meanwhile: UNAVAILABLE, the
// reasons begin with gate::kLogClosed.
#ifndef SERVICES_COMMON_AUDIT_WITNESS_ERRORS_H_
#define SERVICES_COMMON_AUDIT_WITNESS_ERRORS_H_

#include <cstdint>
#include <string>

#include "absl/status/status.h"
#include "absl/time/time.h"

namespace entente::audit {

inline constexpr char kClosedBroken[] = "AUDIT_CLOSED_BROKEN";
inline constexpr char kClosedRolledBack[] = "AUDIT_CLOSED_ROLLED_BACK";
inline constexpr char kClosedForked[] = "AUDIT_CLOSED_FORKED";

// AUDIT_CLOSED_STARTING: no witness was asked yet.
absl::Status ClosedStarting();
// AUDIT_CLOSED_ROLLED_BACK: `witness` cosigned `witnessed` entries, of which
// there are `size`.
absl::Status ClosedRolledBack(const std::string& witness, uint64_t witnessed,
                              uint64_t size);
// AUDIT_CLOSED_FORKED: `witness` cosigned other entries than the first `size`.
absl::Status ClosedForked(const std::string& witness, uint64_t size);
// AUDIT_CLOSED_UNWITNESSED: fewer than `quorum` witnesses answered for
// `silence`, longer than `silence_max`.
absl::Status ClosedUnwitnessed(int quorum, absl::Duration silence,
                               absl::Duration silence_max);

// AUDIT_CLOSED_BROKEN, _ROLLED_BACK or _FORKED: the signer refused the log, and
// `found` says why; its figures come along.
absl::Status ClosedBent(const absl::Status& found);

}  // namespace entente::audit

#endif  // SERVICES_COMMON_AUDIT_WITNESS_ERRORS_H_
