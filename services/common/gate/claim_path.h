// Where a claim stands in a token: "realm_access.roles" is the member "roles"
// of the member "realm_access". A dot that belongs to a name is written "\.",
// as Keycloak does: "resource_access.entente\.test.roles".
#ifndef SERVICES_COMMON_GATE_CLAIM_PATH_H_
#define SERVICES_COMMON_GATE_CLAIM_PATH_H_

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "nlohmann/json.hpp"

namespace entente::gate {

// The names of `text`, outermost first, 1 to 8. Errors: FAILED_PRECONDITION
// with a sentence: an empty name, too many, a backslash before anything but a
// dot.
absl::StatusOr<std::vector<std::string>> ParseClaimPath(absl::string_view text);

// The claim at `path`; null when it or anything above it is absent. Errors:
// UNAUTHENTICATED "roles_malformed" when something above it is no object.
absl::StatusOr<const nlohmann::json*> FindClaim(
    const nlohmann::json& claims, const std::vector<std::string>& path);

}  // namespace entente::gate

#endif  // SERVICES_COMMON_GATE_CLAIM_PATH_H_
