#include "services/common/gate/explain.h"

namespace entente::gate {
namespace {

namespace v1 = entente::common::v1;

void AddHolders(
    const std::vector<PolicyGrant>& grants,
    google::protobuf::RepeatedPtrField<v1::PermissionHolder>& holders) {
  for (const PolicyGrant& grant : grants) {
    v1::PermissionHolder& holder = *holders.Add();
    holder.set_role(grant.holder);
    holder.set_pattern(grant.pattern);
  }
}

}  // namespace

v1::AccessExplanation ExplainMethod(const Policy& policy,
                                    const MethodRule& rule,
                                    const std::vector<std::string>& roles) {
  const PolicyExplanation why = policy.Explain(roles, rule.permission);
  v1::AccessExplanation result;
  result.set_method(rule.method);
  result.set_permission(rule.permission);
  for (const std::string& role : roles) result.add_roles(role);
  result.set_permitted(why.is_permitted);
  result.set_rule_id(why.rule_id);
  AddHolders(why.grants, *result.mutable_grants());
  for (const std::string& role : why.unknown_roles) {
    result.add_unknown_roles(role);
  }
  AddHolders(why.holders, *result.mutable_holders());
  if (rule.is_restricted) {
    result.add_requirements(v1::ACCESS_REQUIREMENT_PURPOSE);
    result.add_requirements(v1::ACCESS_REQUIREMENT_OBJECT_GRANT);
  }
  if (rule.is_streaming) {
    result.add_requirements(v1::ACCESS_REQUIREMENT_RECHECK);
  }
  if (!rule.is_open_read) {
    result.add_requirements(v1::ACCESS_REQUIREMENT_LOG_ENTRY);
  }
  result.mutable_policy()->set_version(policy.version());
  result.mutable_policy()->set_sha256(policy.sha256());
  return result;
}

}  // namespace entente::gate
