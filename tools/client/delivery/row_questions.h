// What the answers to questions about the rows of a file come to: it is
// delivered, whatever they are, unless it comes on top of a sheet.
#ifndef TOOLS_CLIENT_DELIVERY_ROW_QUESTIONS_H_
#define TOOLS_CLIENT_DELIVERY_ROW_QUESTIONS_H_

#include "absl/status/status.h"

namespace entente::client {

// Of one run of the program: an account that may deliver and not read is denied
// once, and not with each file until the service holds it. Not thread-safe.
class RowQuestions {
 public:
  // False once a question was denied.
  bool may_ask() const { return denial_.ok(); }
  // Why it may not.
  const absl::Status& denial() const { return denial_; }

  // Takes `answer` to the question which rows were rejected. Errors: why the
  // file waits. OK with `unanswered` set: nobody tells this account.
  absl::Status TakeRejections(const absl::Status& answer,
                              absl::Status& unanswered);

  // The same of how known rows count now. OK without `unanswered`: answered, or
  // refused to this account or by this service; what the service said of known
  // rows with its answer, and that others are not compared, says enough.
  absl::Status TakeKnown(const absl::Status& answer, absl::Status& unanswered);

  // False once the question about sheets was denied, or one about rows, which
  // is asked of the same. What is denied here keeps no other question back.
  bool may_ask_sheets() const { return denial_.ok() && sheets_denial_.ok(); }

  // The same of whether the file comes on top of a sheet, asked before it is
  // delivered; FILE_ADDS_TO_SHEET keeps it out, and whatever may be mended
  // keeps it waiting. OK with `unanswered` set: denied, not known to the
  // service, or held back from asking; the file is delivered without an answer.
  absl::Status TakeSheets(const absl::Status& answer, absl::Status& unanswered);

  // Why nobody is asked, to be told once in a run; OK once it was.
  absl::Status TakeSheetsUnasked();

  // The same of what a session holds or rejected, asked to find the one that
  // the file is delivered in. OK where nobody tells: this account is denied it,
  // or the service does not know the question. Any other answer keeps the file
  // waiting.
  absl::Status TakeTotals(const absl::Status& answer);

 private:
  absl::Status denial_ = absl::OkStatus();
  absl::Status sheets_denial_ = absl::OkStatus();
  bool is_sheets_denial_told_ = false;
};

}  // namespace entente::client

#endif  // TOOLS_CLIENT_DELIVERY_ROW_QUESTIONS_H_
