// What waits for somebody's decision: dossiers handed in, amendments,
// statements of progress. The part of todo.h that is about them. Pure.
#ifndef TOOLS_CLIENT_REPORT_TODO_DECISIONS_H_
#define TOOLS_CLIENT_REPORT_TODO_DECISIONS_H_

#include <vector>

#include "absl/time/civil_time.h"
#include "tools/client/report/report_model.h"
#include "tools/client/report/todo.h"

namespace entente::client {

// Of the last revision of each year: DOSSIER_NOT_SENT, frozen and not at the
// State; DOSSIER_ANSWER_NOT_ENTERED, answered and not applied, while its claims
// wait; DOSSIER_REJECTED; DOSSIER_OUTDATED, not decided on and with months that
// were approved since (`handed_in` of the data): one that was not sent is
// withdrawn and handed in again, instead of DOSSIER_NOT_SENT; of any other the
// State is told.
// DOSSIER_NOT_HANDED_IN for a year of the grant that has ended, where any year
// was handed in so: nobody else is asked to.
void AddDossiers(const ReportModel& model, absl::CivilDay today,
                 std::vector<TodoItem>& items);

// AMENDMENT_TO_APPROVE, AMENDMENT_TO_APPLY.
void AddAmendments(const ReportModel& model, std::vector<TodoItem>& items);

// PROGRESS_TO_APPROVE: statements that nobody approved and none replaced, by
// year.
void AddProgress(const ReportModel& model, std::vector<TodoItem>& items);

}  // namespace entente::client

#endif  // TOOLS_CLIENT_REPORT_TODO_DECISIONS_H_
