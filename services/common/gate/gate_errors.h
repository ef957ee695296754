// The gate's own refusals. Towards strangers they are vague on purpose: one
// sentence for every fault of a token, whatever it was.
#ifndef SERVICES_COMMON_GATE_GATE_ERRORS_H_
#define SERVICES_COMMON_GATE_GATE_ERRORS_H_

#include <string>

#include "absl/status/status.h"
#include "absl/time/time.h"

namespace entente::gate {

// UNAUTHENTICATED / PEER_REFUSED: the certificate names no acceptable peer.
absl::Status PeerRefused();
// UNAUTHENTICATED / TOKEN_MISSING: the method needs a person.
absl::Status TokenMissing();
// UNAUTHENTICATED / TOKEN_REFUSED: any fault of the token.
absl::Status TokenRefused();
// UNAUTHENTICATED / TOKEN_EXPIRED: during a stream.
absl::Status TokenExpired();
// PERMISSION_DENIED / PERMISSION_MISSING, metadata `permission`.
absl::Status PermissionMissing(const std::string& permission);
// DEADLINE_EXCEEDED / DEADLINE_PAST.
absl::Status DeadlinePast();
// RESOURCE_EXHAUSTED / STREAM_LIMIT, metadata `streams_max`.
absl::Status StreamLimit(int streams_max);
// INVALID_ARGUMENT / REQUEST_UNREADABLE: the bytes are no message of the type
// that the contract names.
absl::Status RequestUnreadable();
inline constexpr char kDenialsLimit[] = "DENIALS_LIMIT";
// RESOURCE_EXHAUSTED / DENIALS_LIMIT, metadata `retry_after_seconds`, rounded
// up: whatever the call was denied for, it is one of too many.
absl::Status DenialsLimit(absl::Duration wait);
// Whether an answer of this code denies its caller, whoever gave it: what the
// log calls denied, and what is limited (denial_limiter.h).
bool IsDenial(absl::StatusCode code);
// Which rule denied for `reason`: "gate" for its own reasons, within a stream
// too; "service.source_not_yours" for SOURCE_NOT_YOURS of a handler.
std::string RuleOfDenial(const std::string& reason);
// UNAVAILABLE / AUDIT_UNAVAILABLE.
absl::Status AuditUnavailable();
// How the reasons begin for which a log answers nobody; they reach the caller
// as they are.
inline constexpr char kLogClosed[] = "AUDIT_CLOSED_";
bool IsLogClosed(const absl::Status& status);
// UNIMPLEMENTED / METHOD_UNKNOWN: a door that does not know its method.
absl::Status MethodUnknown();

}  // namespace entente::gate

#endif  // SERVICES_COMMON_GATE_GATE_ERRORS_H_
