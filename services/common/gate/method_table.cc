#include "services/common/gate/method_table.h"

#include <algorithm>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "entente/common/v1/access.pb.h"
#include "google/protobuf/descriptor.h"
#include "services/common/gate/partial_access.h"
#include "services/common/gate/permission.h"

namespace entente::gate {
namespace {

ReferenceForms FormsOf(const google::protobuf::ServiceDescriptor& service) {
  const google::protobuf::ServiceOptions& options = service.options();
  ReferenceForms forms;
  const int count = options.ExtensionSize(entente::common::v1::reference_forms);
  for (int i = 0; i < count; ++i) {
    forms.push_back(
        options.GetExtension(entente::common::v1::reference_forms, i));
  }
  return forms;
}

bool AreForms(const ReferenceForms& forms) {
  return !forms.empty() &&
         std::all_of(forms.begin(), forms.end(), IsReferenceForm);
}

}  // namespace

absl::StatusOr<MethodTable> MethodTable::Build(
    const std::vector<std::string>& services) {
  MethodTable table;
  for (const std::string& name : services) {
    const google::protobuf::ServiceDescriptor* service =
        google::protobuf::DescriptorPool::generated_pool()->FindServiceByName(
            name);
    if (service == nullptr) {
      return absl::FailedPreconditionError(
          absl::StrCat("The service ", name, " is not part of this program."));
    }
    for (int i = 0; i < service->method_count(); ++i) {
      const google::protobuf::MethodDescriptor& method = *service->method(i);
      const auto& access =
          method.options().GetExtension(entente::common::v1::access);
      if (!IsPermission(access.permission())) {
        return absl::FailedPreconditionError(absl::StrCat(
            "The method ", method.full_name(),
            " declares no permission of the form service.resources.verb; give "
            "it the option (entente.common.v1.access) in its .proto."));
      }
      for (const std::string& more : WithheldWithout(method)) {
        if (IsPermission(more)) continue;
        return absl::FailedPreconditionError(absl::StrCat(
            "The method ", method.full_name(), " withholds a part without \"",
            more,
            "\", which is no permission of the form service.resources.verb; "
            "mend the option (entente.common.v1.withheld_without) in its "
            ".proto."));
      }
      MethodRule rule;
      rule.method = absl::StrCat(name, "/", method.name());
      rule.permission = access.permission();
      rule.is_restricted = access.restricted();
      rule.is_open_read = access.open_read();
      if (rule.is_restricted && rule.is_open_read) {
        return absl::FailedPreconditionError(absl::StrCat(
            "The method ", method.full_name(),
            " is declared restricted and open_read; what touches persons is "
            "always logged."));
      }
      if (rule.is_restricted) {
        rule.reference_forms = FormsOf(*service);
        if (!AreForms(rule.reference_forms)) {
          return absl::FailedPreconditionError(absl::StrCat(
              "The method ", method.full_name(),
              " is restricted, and its service states no form of a reference, "
              "or one that takes any text; give it the option "
              "(entente.common.v1.reference_forms) in its .proto."));
        }
      }
      rule.is_streaming =
          method.client_streaming() || method.server_streaming();
      table.rules_.emplace(rule.method, rule);
    }
  }
  if (table.rules_.empty()) {
    return absl::FailedPreconditionError(
        "The program serves no method; name its services to the gate.");
  }
  return table;
}

const MethodRule* MethodTable::Find(const std::string& method) const {
  auto it = rules_.find(method);
  return it == rules_.end() ? nullptr : &it->second;
}

bool MethodTable::HasService(const std::string& service) const {
  const std::string prefix = service + "/";
  auto it = rules_.lower_bound(prefix);
  return it != rules_.end() && it->first.compare(0, prefix.size(), prefix) == 0;
}

}  // namespace entente::gate
