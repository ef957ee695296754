// Every RPC of the suite, from the descriptors that this program links.
#ifndef TOOLS_CLIENT_ACCESS_CATALOG_H_
#define TOOLS_CLIENT_ACCESS_CATALOG_H_

#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "services/common/gate/method_table.h"

namespace entente::client {

// Of every service in proto/. A new file of services has to be named in the
// .cc; tests/access compares the table with the text of proto/.
const gate::MethodTable& AllMethods();

// "BudgetService/CreateLine" of "entente.conventions.v1.BudgetService/
// CreateLine".
absl::string_view ShortMethod(absl::string_view method);

// The rule that `text` means: a full or short name, or that of the RPC alone
// where only one service has it. Errors: INVALID_ARGUMENT / METHOD_UNKNOWN,
// naming those that are close.
absl::StatusOr<gate::MethodRule> FindMethod(const std::string& text);

}  // namespace entente::client

#endif  // TOOLS_CLIENT_ACCESS_CATALOG_H_
