// `entente access explain --case`: which right to one case decides about one
// person.
#ifndef TOOLS_CLIENT_ACCESS_CASE_H_
#define TOOLS_CLIENT_ACCESS_CASE_H_

#include <string>

#include "absl/status/status.h"
#include "tools/client/case_flags.h"
#include "tools/client/cli.h"

namespace entente::client {

struct CaseQuestion {
  std::string name;
  std::string municipality;
  std::string person;
  std::string action;
  std::string asked_for;
  // Of the call that asks.
  PurposeFlags purpose;

  // --case, --person, --action, --for, --municipality and why it is asked.
  void Declare(Command& command);
  // Any of them but --municipality and why was given.
  bool IsAsked() const {
    return !name.empty() || !person.empty() || !action.empty() ||
           !asked_for.empty();
  }
};

// Asks about `method`, as --method names it, or about the question's action.
// Errors: AlreadyReported when it is denied.
absl::Status ExplainCase(Cli& cli, const CaseQuestion& question,
                         const std::string& method);

}  // namespace entente::client

#endif  // TOOLS_CLIENT_ACCESS_CASE_H_
