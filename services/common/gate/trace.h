// The trace id of a call (Belgian government REST guide, BelGov-Trace-Id): it
// joins the log lines of one call across services.
#ifndef SERVICES_COMMON_GATE_TRACE_H_
#define SERVICES_COMMON_GATE_TRACE_H_

#include <string>

#include "absl/strings/string_view.h"

namespace entente::gate {

// Metadata key, in the request and echoed in the reply.
inline constexpr char kTraceKey[] = "belgov-trace-id";

// A UUID in its usual form, lower case: safe in a log line.
bool IsTraceId(absl::string_view id);

// A random UUID (version 4).
std::string NewTraceId();

}  // namespace entente::gate

#endif  // SERVICES_COMMON_GATE_TRACE_H_
