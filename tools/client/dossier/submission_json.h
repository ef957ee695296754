// A dossier that was handed in as `show --format json` prints it. Pure.
#ifndef TOOLS_CLIENT_DOSSIER_SUBMISSION_JSON_H_
#define TOOLS_CLIENT_DOSSIER_SUBMISSION_JSON_H_

#include <optional>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "entente/conventions/v1/submission.pb.h"
#include "tools/client/report/handed_in.h"

namespace entente::client {

// The answer of the service in protobuf's JSON form, and beside it
// "monthsSince": [{"month", "since", "handedInVersion", "version"}], as
// MonthSince has them; left out where the months were not compared. Errors:
// INTERNAL.
absl::StatusOr<std::string> SubmissionJson(
    const conventions::v1::Submission& submission,
    const std::optional<std::vector<MonthSince>>& months);

}  // namespace entente::client

#endif  // TOOLS_CLIENT_DOSSIER_SUBMISSION_JSON_H_
