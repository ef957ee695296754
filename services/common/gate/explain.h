// Why a call is let through or not, as a message: the same offline, from a
// policy file, and in a running service.
#ifndef SERVICES_COMMON_GATE_EXPLAIN_H_
#define SERVICES_COMMON_GATE_EXPLAIN_H_

#include <string>
#include <vector>

#include "entente/common/v1/explanation.pb.h"
#include "services/common/gate/method_table.h"
#include "services/common/gate/policy.h"

namespace entente::gate {

// Pure. `permitted` says what the gate says of the permission; the rest of the
// call is in `requirements`.
entente::common::v1::AccessExplanation ExplainMethod(
    const Policy& policy, const MethodRule& rule,
    const std::vector<std::string>& roles);

}  // namespace entente::gate

#endif  // SERVICES_COMMON_GATE_EXPLAIN_H_
