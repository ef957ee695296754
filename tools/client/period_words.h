// How periods are called for people.
#ifndef TOOLS_CLIENT_PERIOD_WORDS_H_
#define TOOLS_CLIENT_PERIOD_WORDS_H_

#include <string>

#include "entente/indicators/v1/period.pb.h"
#include "services/common/base/error.h"

namespace entente::client {

// "2018-03" of the name of a period or of what lies below it.
std::string MonthText(const std::string& name);
// Where it stands: "approved (version 2)", "locked", "re-opened until …".
Sentence PeriodStateWord(const indicators::v1::Period& period);
// "on time", "late, corrected later" …; empty without a calendar.
Sentence TimelinessWord(const indicators::v1::PeriodSource& source);
Sentence ExceptionStateWord(indicators::v1::PeriodException::State state);
Sentence DecisionWord(const indicators::v1::PeriodDecision& decision);
// "2 of 3": expected sources that confirmed; empty where none is expected.
std::string ConfirmedText(const indicators::v1::Period& period);

}  // namespace entente::client

#endif  // TOOLS_CLIENT_PERIOD_WORDS_H_
