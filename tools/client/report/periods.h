// What the months still need, for `todo` and `status`. Pure.
#ifndef TOOLS_CLIENT_REPORT_PERIODS_H_
#define TOOLS_CLIENT_REPORT_PERIODS_H_

#include <string>
#include <vector>

#include "tools/client/language.h"
#include "tools/client/report/report_data.h"
#include "tools/client/report/todo.h"

namespace entente::client {

// Adds what is due of the months, nothing without a calendar: sources to wait
// for (PERIOD_DUE), months to approve (PERIOD_TO_APPROVE, also those that were
// re-opened), what a source that confirmed one did not report
// (PERIOD_INCOMPLETE), re-opened ones that sources must confirm again
// (PERIOD_REOPENED), closed months that nobody approved
// (PERIOD_CLOSED_UNAPPROVED), re-openings and exceptions to approve
// (PERIOD_REOPENING, PERIOD_EXCEPTION).
void AddPeriodItems(const ReportData& data, std::vector<TodoItem>& items);

// "Months: approved 3 · to approve 2 …" and a newline; empty without a
// calendar.
std::string PeriodLine(const ReportData& data, Language language);

}  // namespace entente::client

#endif  // TOOLS_CLIENT_REPORT_PERIODS_H_
