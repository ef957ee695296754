// The access rule of every method, read from the `access` option in the .proto
// through the generated descriptors. Forgetting the option is fatal at start.
#ifndef SERVICES_COMMON_GATE_METHOD_TABLE_H_
#define SERVICES_COMMON_GATE_METHOD_TABLE_H_

#include <map>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "services/common/gate/reference_forms.h"

namespace entente::gate {

// What one method asks of its caller.
struct MethodRule {
  // "entente.conventions.v1.BudgetService/CreateLine".
  std::string method;
  // "conventions.budget.allot".
  std::string permission;
  // Purpose required; see Access.restricted in access.proto.
  bool is_restricted = false;
  // Answered without an entry in the access log; see Access.open_read.
  bool is_open_read = false;
  // The client, the server or both send a stream.
  bool is_streaming = false;
  // What may occasion a call; set only when it is restricted.
  ReferenceForms reference_forms = {};
};

// Immutable after Build.
class MethodTable {
 public:
  // Reads the named services (full names) from the generated pool. Errors:
  // FAILED_PRECONDITION naming the service that is not linked in, or the RPC
  // that declares no permission or a malformed one
  // ("<service>.<resources>.<verb>", lower case), that is restricted and an
  // open read at once, or restricted in a service that states no form of a
  // reference or a malformed one.
  static absl::StatusOr<MethodTable> Build(
      const std::vector<std::string>& services);

  // `method` is "<service full name>/<RPC>"; null when unknown.
  const MethodRule* Find(const std::string& method) const;

  bool HasService(const std::string& service) const;

  // In order of method name.
  const std::map<std::string, MethodRule>& rules() const { return rules_; }

 private:
  std::map<std::string, MethodRule> rules_;
};

}  // namespace entente::gate

#endif  // SERVICES_COMMON_GATE_METHOD_TABLE_H_
