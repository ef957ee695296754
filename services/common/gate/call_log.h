// One JSON line per call. No name, no content, no token: a person appears as a
// pseudonym under a key that lives as long as the process, enough to follow one
// person through one log and useless beyond it.
#ifndef SERVICES_COMMON_GATE_CALL_LOG_H_
#define SERVICES_COMMON_GATE_CALL_LOG_H_

#include <string>

#include "absl/status/status.h"
#include "services/common/gate/gate.h"

namespace entente::gate {

// `cause` is the precise cause of a refusal; `status` what the handler said,
// whose message is logged only when the fault is ours and carries no detail.
void LogCall(const Caller& caller, const CallOutcome& outcome,
             const std::string& cause, const absl::Status& status);

}  // namespace entente::gate

#endif  // SERVICES_COMMON_GATE_CALL_LOG_H_
