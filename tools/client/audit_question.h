// A question to the access log, from the arguments and for a person's eyes.
#ifndef TOOLS_CLIENT_AUDIT_QUESTION_H_
#define TOOLS_CLIENT_AUDIT_QUESTION_H_

#include <string>

#include "absl/status/statusor.h"
#include "entente/common/v1/audit_resolution.pb.h"
#include "tools/client/cli.h"

namespace entente::client {

struct AuditQuestionFlags {
  std::string pseudonym;
  int year = 0;
  std::string object;
  bool with_persons = false;
  std::string from;
  std::string until;
  std::string reason;
  std::string reference;
};

// Declares the flags; `flags` outlives the command.
void AddAuditQuestion(Command& command, AuditQuestionFlags& flags);

// Errors: of the command line, exit code 2.
absl::StatusOr<entente::common::v1::AuditQuestion> AuditQuestionOf(
    const AuditQuestionFlags& flags);

// Three lines: what is asked, of which days, why.
void PrintAuditQuestion(Cli& cli,
                        const entente::common::v1::AuditQuestion& question);

}  // namespace entente::client

#endif  // TOOLS_CLIENT_AUDIT_QUESTION_H_
