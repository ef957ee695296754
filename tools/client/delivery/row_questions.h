// What the answers to questions about delivered rows come to: the file is
// delivered, whatever they are.
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

 private:
  absl::Status denial_ = absl::OkStatus();
};

}  // namespace entente::client

#endif  // TOOLS_CLIENT_DELIVERY_ROW_QUESTIONS_H_
