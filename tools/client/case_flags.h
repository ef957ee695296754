// What every command about a case says besides its own request: why it is
// called. Missing never defaults.
#ifndef TOOLS_CLIENT_CASE_FLAGS_H_
#define TOOLS_CLIENT_CASE_FLAGS_H_

#include <string>

#include "absl/status/statusor.h"
#include "tools/client/cli.h"
#include "tools/client/session.h"

namespace entente::client {

struct PurposeFlags {
  std::string purpose;
  std::string legal_basis;
  std::string reference;
  std::string justification;

  // --purpose, --reference, --justification, --acting-under. Returns --purpose,
  // which is required unless the command says otherwise.
  CLI::Option* Declare(Command& command);
  // The AccessContext of the call. Errors: INVALID_ARGUMENT / USAGE.
  absl::StatusOr<CallExtras> Extras() const;
};

}  // namespace entente::client

#endif  // TOOLS_CLIENT_CASE_FLAGS_H_
