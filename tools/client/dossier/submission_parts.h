// What the commands about handed-in dossiers share.
#ifndef TOOLS_CLIENT_DOSSIER_SUBMISSION_PARTS_H_
#define TOOLS_CLIENT_DOSSIER_SUBMISSION_PARTS_H_

#include <string>
#include <vector>

#include "CLI/App.hpp"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "entente/conventions/v1/submission.pb.h"
#include "services/common/base/error.h"
#include "tools/client/budget_parts.h"
#include "tools/client/cli.h"
#include "tools/client/report/handed_in.h"

namespace entente::client {

struct SubmissionFlags {
  MutationFlags mutation;
  std::string convention;
  // "2018-1", or the full name.
  std::string name;
  std::string etag;
};

// NAME, --convention.
void SubmissionNameFlags(Command& command, SubmissionFlags& flags);
void SubmissionEtagFlag(Command& command, std::string& etag);
// --unapproved, of a dossier that is built.
void UnapprovedFlag(Command& command, std::string& reason);

// The full name of the submission that `flags` mean.
absl::StatusOr<std::string> SubmissionName(Cli& cli,
                                           const SubmissionFlags& flags);

// "2018-1".
std::string SubmissionId(const std::string& name);

// "accepted in part".
Sentence OutcomeWord(const conventions::v1::SubmissionDecision& decision);

// "handed in", "received", "accepted in part"…
Sentence SubmissionStateWord(const conventions::v1::Submission& submission);

// State, times, hash, decision and what changed since, also of its months, in
// lines of at most 80 columns.
void PrintSubmission(Cli& cli, const conventions::v1::Submission& submission,
                     const std::vector<MonthSince>& months = {});

// dossier submit|send|withdraw|status|apply|key
void AddHandInCommands(CLI::App& group, Cli& cli);
// dossier list|show|fetch
void AddSubmissionReadCommands(CLI::App& group, Cli& cli);
// dossier compare
void AddCompareCommand(CLI::App& group, Cli& cli);
// dossier decide
void AddDecideCommand(CLI::App& group, Cli& cli);

}  // namespace entente::client

#endif  // TOOLS_CLIENT_DOSSIER_SUBMISSION_PARTS_H_
