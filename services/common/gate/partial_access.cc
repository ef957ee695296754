#include "services/common/gate/partial_access.h"

#include <algorithm>

#include "absl/strings/str_replace.h"
#include "entente/common/v1/partial_access.pb.h"

namespace entente::gate {

std::vector<std::string> WithheldWithout(
    const google::protobuf::MethodDescriptor& method) {
  const google::protobuf::MethodOptions& options = method.options();
  std::vector<std::string> permissions;
  const int count =
      options.ExtensionSize(entente::common::v1::withheld_without);
  for (int i = 0; i < count; ++i) {
    permissions.push_back(
        options.GetExtension(entente::common::v1::withheld_without, i));
  }
  return permissions;
}

std::vector<std::string> WithheldWithout(const std::string& method) {
  // The pool separates a method from its service by a dot.
  const google::protobuf::MethodDescriptor* found =
      google::protobuf::DescriptorPool::generated_pool()->FindMethodByName(
          absl::StrReplaceAll(method, {{"/", "."}}));
  return found == nullptr ? std::vector<std::string>()
                          : WithheldWithout(*found);
}

bool RolesMay(const Policy& policy, const std::vector<std::string>& roles,
              absl::string_view permission) {
  return std::any_of(roles.begin(), roles.end(), [&](const std::string& role) {
    return policy.RoleMay(role, permission);
  });
}

bool IsToldAll(const Policy& policy, const Caller& caller) {
  const std::vector<std::string> permissions = WithheldWithout(caller.method);
  return !permissions.empty() &&
         std::all_of(permissions.begin(), permissions.end(),
                     [&](const std::string& permission) {
                       return RolesMay(policy, caller.roles, permission);
                     });
}

}  // namespace entente::gate
