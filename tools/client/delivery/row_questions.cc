#include "tools/client/delivery/row_questions.h"

#include <utility>

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

absl::Status RowQuestions::TakeSheets(const absl::Status& answer,
                                      absl::Status& unanswered) {
  // Who knocked too often is held back from asking, not from delivering.
  if (!absl::IsPermissionDenied(answer) && !absl::IsUnimplemented(answer) &&
      ErrorReason(answer) != "DENIALS_LIMIT") {
    return answer;
  }
  if (absl::IsPermissionDenied(answer)) {
    sheets_denial_ = answer;
    is_sheets_denial_told_ = true;
  }
  unanswered = answer;
  return absl::OkStatus();
}

absl::Status RowQuestions::TakeSheetsUnasked() {
  if (std::exchange(is_sheets_denial_told_, true)) return absl::OkStatus();
  return sheets_denial_.ok() ? denial_ : sheets_denial_;
}

absl::Status RowQuestions::TakeTotals(const absl::Status& answer) {
  if (absl::IsPermissionDenied(answer)) denial_ = answer;
  // Taken for "nobody tells", what fails once would keep the file in its first
  // session.
  return absl::IsPermissionDenied(answer) || absl::IsUnimplemented(answer)
             ? absl::OkStatus()
             : answer;
}

}  // namespace entente::client
