#include "services/common/gate/admission.h"

#include "absl/strings/str_cat.h"
#include "services/common/base/error.h"
#include "services/common/gate/access_context.h"
#include "services/common/gate/gate_errors.h"

namespace entente::gate {

std::string RuleFor(const Policy& policy, const std::string& permission,
                    const Holder& holder) {
  if (!holder.is_person) {
    return policy.PeerMay(holder.peer, permission) ? "peer" : "";
  }
  for (const std::string& role : holder.roles) {
    if (policy.RoleMay(role, permission)) return absl::StrCat("role.", role);
  }
  return "";
}

absl::Status DecideAdmission(const Policy& policy, const MethodRule& rule,
                             const Presented& presented, Admission& admission) {
  const Holder& holder = presented.holder;
  if (!holder.is_person && !policy.HasPeer(holder.peer)) return TokenMissing();
  for (const std::string& role : holder.roles) {
    if (policy.HasRole(role)) admission.roles.push_back(role);
  }
  admission.rule = RuleFor(policy, rule.permission, holder);
  if (admission.rule.empty()) return PermissionMissing(rule.permission);
  if (presented.is_deadline_past) return DeadlinePast();
  if (!rule.is_restricted) return absl::OkStatus();
  // Two statements of purpose are as good as none.
  return ParseAccessContext(
      presented.access.size() == 1 ? presented.access[0] : "",
      rule.reference_forms, admission.access);
}

}  // namespace entente::gate
