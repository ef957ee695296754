// What the gate decides of a call whose certificate and token were found good:
// permission of the method -> deadline -> purpose where it is restricted.
//
// Pure: no clock, no I/O, no gRPC. The gate decides by nothing else, and the
// access matrix (tests/access) asks the same functions.
#ifndef SERVICES_COMMON_GATE_ADMISSION_H_
#define SERVICES_COMMON_GATE_ADMISSION_H_

#include <string>
#include <vector>

#include "absl/status/status.h"
#include "entente/common/v1/access.pb.h"
#include "services/common/gate/method_table.h"
#include "services/common/gate/policy.h"

namespace entente::gate {

// Who is at the other end, as far as a permission is concerned.
struct Holder {
  // SPIFFE id of the certificate.
  std::string peer = {};
  // A person's token came with the call: then the peer's own permissions count
  // for nothing.
  bool is_person = false;
  // Of that token, as sent.
  std::vector<std::string> roles = {};
};

// What such a call brings with it.
struct Presented {
  Holder holder = {};
  bool is_deadline_past = false;
  // Each value of kAccessContextKey.
  std::vector<std::string> access = {};
};

// What of it counts.
struct Admission {
  // The roles that the policy knows, in the order of the token.
  std::vector<std::string> roles = {};
  // What gave the permission: "peer", or "role.<name>" of the first that does;
  // empty until something did.
  std::string rule = {};
  // Set only when the method is restricted.
  entente::common::v1::AccessContext access = {};
};

// What gives `permission` to `holder`, as in Admission.rule; empty when nothing
// does.
std::string RuleFor(const Policy& policy, const std::string& permission,
                    const Holder& holder);

// Fills `admission` as far as it gets, so that a refusal is recorded with what
// was known. Errors, the first that applies: TOKEN_MISSING (no person, and no
// peer that the policy names), PERMISSION_MISSING, DEADLINE_PAST, and for a
// restricted method those of ParseAccessContext.
absl::Status DecideAdmission(const Policy& policy, const MethodRule& rule,
                             const Presented& presented, Admission& admission);

}  // namespace entente::gate

#endif  // SERVICES_COMMON_GATE_ADMISSION_H_
