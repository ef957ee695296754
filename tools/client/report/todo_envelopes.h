// What is to be done about envelopes: the part of todo.h that is about the
// grants themselves. Pure.
#ifndef TOOLS_CLIENT_REPORT_TODO_ENVELOPES_H_
#define TOOLS_CLIENT_REPORT_TODO_ENVELOPES_H_

#include <vector>

#include "absl/time/civil_time.h"
#include "tools/client/report/report_model.h"
#include "tools/client/report/todo.h"

namespace entente::client {

// UNALLOTTED: what no line has yet.
void AddUnallotted(const ReportModel& model, std::vector<TodoItem>& items);

// OUTSIDE_TERM: what an envelope whose year lies outside the term still holds:
// what is reserved there, and once that ended what can lapse.
void AddOutsideTerm(const ReportModel& model, std::vector<TodoItem>& items);

// REST_NOT_LAPSED: what an envelope of a closed convention has that nobody
// spent; without its lapse there is no settlement.
void AddRestNotLapsed(const ReportModel& model, std::vector<TodoItem>& items);

// AMENDED_AMOUNT: the last amendment that holds on `today` says another amount
// than the ledger grants, what the State cut or added after the amendment's day
// aside. A closed convention gets no more credits.
void AddAmendedAmounts(const ReportModel& model, absl::CivilDay today,
                       bool is_closed, std::vector<TodoItem>& items);

}  // namespace entente::client

#endif  // TOOLS_CLIENT_REPORT_TODO_ENVELOPES_H_
