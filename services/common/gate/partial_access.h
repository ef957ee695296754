// What of a method's answer asks for more than the right to call it, read from
// the `withheld_without` option in the .proto (partial_access.proto).
#ifndef SERVICES_COMMON_GATE_PARTIAL_ACCESS_H_
#define SERVICES_COMMON_GATE_PARTIAL_ACCESS_H_

#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "google/protobuf/descriptor.h"
#include "services/common/gate/policy.h"

namespace entente::gate {

// Permissions without which the method withholds a part of its answer, in the
// order of its contract.
std::vector<std::string> WithheldWithout(
    const google::protobuf::MethodDescriptor& method);

// The same of "entente.indicators.v1.SeriesService/QuerySeries"; none when this
// program does not link the method.
std::vector<std::string> WithheldWithout(const std::string& method);

// Whether one of `roles` holds the permission: what a handler asks of
// Caller::roles. A service that calls for itself has none.
bool RolesMay(const Policy& policy, const std::vector<std::string>& roles,
              absl::string_view permission);

}  // namespace entente::gate

#endif  // SERVICES_COMMON_GATE_PARTIAL_ACCESS_H_
