#include "tools/client/delivery/row_questions.h"

#include "services/common/base/error.h"
#include "tools/client/session.h"

namespace entente::client {

absl::Status RowQuestions::TakeRejections(const absl::Status& answer,
                                          absl::Status& unanswered) {
  if (!absl::IsPermissionDenied(answer)) return answer;
  denial_ = answer;
  unanswered = answer;
  return absl::OkStatus();
}

absl::Status RowQuestions::TakeKnown(const absl::Status& answer,
                                     absl::Status& unanswered) {
  if (absl::IsPermissionDenied(answer)) denial_ = answer;
  if (answer.ok() || absl::IsPermissionDenied(answer) ||
      absl::IsUnimplemented(answer) || ErrorReason(answer) == "DENIALS_LIMIT") {
    return absl::OkStatus();
  }
  if (Session::IsResumable(answer)) return answer;
  // Not the file's fault, which is delivered: it does not go to quarantine.
  unanswered = answer;
  return absl::OkStatus();
}

}  // namespace entente::client
