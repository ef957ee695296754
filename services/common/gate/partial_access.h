// What of a method's answer asks for more than the right to call it, read from
// the `withheld_without` option in the .proto (partial_access.proto).
#ifndef SERVICES_COMMON_GATE_PARTIAL_ACCESS_H_
#define SERVICES_COMMON_GATE_PARTIAL_ACCESS_H_

#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "google/protobuf/descriptor.h"
#include "services/common/gate/caller.h"
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

// Whether the caller is told all of the answer of Caller::method: their roles
// hold every permission without which it withholds a part. Of a method whose
// contract names none, and that asks all the same, nobody is.
bool IsToldAll(const Policy& policy, const Caller& caller);

}  // namespace entente::gate

#endif  // SERVICES_COMMON_GATE_PARTIAL_ACCESS_H_
