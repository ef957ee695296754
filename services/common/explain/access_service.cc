#include "services/common/explain/access_service.h"

#include <memory>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "services/common/audit/recorded_store.h"
#include "services/common/base/error.h"
#include "services/common/base/timestamp.h"
#include "services/common/base/utf8.h"
#include "services/common/gate/explain.h"
#include "services/common/gate/permission.h"

namespace entente::explain {
namespace {

// Characters of a method name repeated in an error.
constexpr size_t kMethodCharactersShown = 120;

absl::Status MethodUnknown(const std::string& method) {
  const std::string what = SanitizeForMessage(method, kMethodCharactersShown);
  return MakeError(
      absl::StatusCode::kInvalidArgument,
      {.reason = "METHOD_UNKNOWN",
       .field = "method",
       .sentence = {
           absl::StrCat("This service has no method \"", what,
                        "\"; name it as in package.Service/Method."),
           absl::StrCat("Ce service n'a pas de méthode « ", what,
                        " » ; nommez-la comme package.Service/Method."),
           absl::StrCat("Deze dienst heeft geen methode \"", what,
                        "\"; noem ze zoals package.Service/Method.")}});
}

absl::Status CheckRoles(
    const google::protobuf::RepeatedPtrField<std::string>& roles) {
  bool is_good = !roles.empty() && roles.size() <= kRolesMax;
  for (const std::string& role : roles) {
    is_good = is_good && gate::IsPermissionPart(role) && role.size() <= 128;
  }
  if (is_good) return absl::OkStatus();
  return MakeError(
      absl::StatusCode::kInvalidArgument,
      {.reason = "ROLES_INVALID",
       .field = "roles",
       .sentence = {
           absl::StrCat("Name 1 to ", kRolesMax,
                        " roles in lower case, as in the policy."),
           absl::StrCat("Nommez 1 à ", kRolesMax,
                        " rôles en minuscules, comme dans la politique."),
           absl::StrCat("Noem 1 tot ", kRolesMax,
                        " rollen in kleine letters, zoals in het beleid.")}});
}

}  // namespace

AccessService::AccessService(gate::Gate& gate, store::Store& store,
                             const audit::AccessLog& log)
    : gate_(gate),
      door_(gate, entente::common::v1::AccessService::service_full_name()),
      store_(store),
      log_(log) {}

absl::StatusOr<gate::MethodRule> AccessService::FindMethod(
    const std::string& method) const {
  const gate::MethodRule* rule = gate_.methods().Find(method);
  if (rule == nullptr) return MethodUnknown(method);
  return *rule;
}

absl::StatusOr<AccessService::MyAccessResponse> AccessService::ExplainMine(
    const gate::Caller& caller, const MyAccessRequest& request) const {
  std::vector<gate::MethodRule> rules;
  if (request.method().empty()) {
    for (const auto& [name, rule] : gate_.methods().rules()) {
      rules.push_back(rule);
    }
  } else {
    ENTENTE_ASSIGN_OR_RETURN(const gate::MethodRule rule,
                             FindMethod(request.method()));
    rules.push_back(rule);
  }
  // One policy for the whole answer.
  const std::shared_ptr<const gate::Policy> policy = gate_.policy();
  MyAccessResponse response;
  response.set_subject(caller.subject);
  for (const std::string& role : caller.roles) response.add_roles(role);
  if (caller.expires != absl::InfiniteFuture()) {
    *response.mutable_expire_time() = ToTimestamp(caller.expires);
  }
  for (const gate::MethodRule& rule : rules) {
    Explanation& one = *response.add_methods();
    one = gate::ExplainMethod(*policy, rule, caller.roles);
    // Who else may is not his question.
    one.clear_holders();
  }
  response.mutable_policy()->set_version(policy->version());
  response.mutable_policy()->set_sha256(policy->sha256());
  return response;
}

grpc::Status AccessService::ExplainMyAccess(grpc::ServerContext* context,
                                            const MyAccessRequest* request,
                                            MyAccessResponse* response) {
  return door_.Serve(context, __func__, *request, response,
                     [&](const gate::Caller& caller) {
                       return ExplainMine(caller, *request);
                     });
}

grpc::Status AccessService::ExplainAccess(grpc::ServerContext* context,
                                          const AccessRequest* request,
                                          Explanation* response) {
  return door_.Serve(
      context, __func__, *request, response,
      [&](const gate::Caller& caller) -> absl::StatusOr<Explanation> {
        ENTENTE_RETURN_IF_ERROR(CheckRoles(request->roles()));
        ENTENTE_ASSIGN_OR_RETURN(const gate::MethodRule rule,
                                 FindMethod(request->method()));
        audit::RecordedStore recorded(store_, log_, caller);
        ENTENTE_RETURN_IF_ERROR(recorded.Transact(
            [](store::Transaction&) { return absl::OkStatus(); }));
        return gate::ExplainMethod(
            *gate_.policy(), rule,
            {request->roles().begin(), request->roles().end()});
      });
}

}  // namespace entente::explain
