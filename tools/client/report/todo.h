// What is due, by date: a pure computation over the model and the day. Dates
// come from the data or from the regulation profile; where nobody agreed on a
// date the item has none.
#ifndef TOOLS_CLIENT_REPORT_TODO_H_
#define TOOLS_CLIENT_REPORT_TODO_H_

#include <optional>
#include <string>
#include <vector>

#include "absl/time/civil_time.h"
#include "services/common/base/error.h"
#include "tools/client/report/format.h"
#include "tools/client/report/report_model.h"

namespace entente::client {

struct TodoItem {
  // Nullopt: no date.
  std::optional<absl::CivilDay> due = std::nullopt;
  // The due day is before today.
  bool is_overdue = false;
  // The date comes from a value nobody verified in the decree.
  bool is_date_unverified = false;
  // UPPER_SNAKE_CASE, stable: "UNALLOTTED", "PAYMENT_NOT_ACKNOWLEDGED".
  std::string code = {};
  Sentence what = {};
  Sentence why = {};
  // Where it comes from: the line of the document, an envelope, a payment.
  std::string source = {};
};

// Overdue items first, then by date, then those without a date in the order of
// the report. The same input gives the same list. What the state of the
// convention or the regulation profile no longer admits is not in it: nothing
// is allotted once it is closed, and settled only meetings remain.
std::vector<TodoItem> ComputeTodo(const ReportModel& model,
                                  absl::CivilDay today);

// For the terminal, at most 100 columns. With `missing` parts the list says
// that it may be longer than what is seen.
std::string TodoText(const std::vector<TodoItem>& items, absl::CivilDay today,
                     const std::vector<MissingPart>& missing,
                     Language language);

// {"today", "items": [{"due", "overdue", "date_verified", "code", "what",
// "why", "source"}], "missing": [{"part", "what", "why", "permission",
// "roles"}]}, sentences as {fr, nl, en}.
std::string TodoJson(const std::vector<TodoItem>& items, absl::CivilDay today,
                     const std::vector<MissingPart>& missing);

}  // namespace entente::client

#endif  // TOOLS_CLIENT_REPORT_TODO_H_
