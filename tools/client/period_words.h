// How periods are called for people.
#ifndef TOOLS_CLIENT_PERIOD_WORDS_H_
#define TOOLS_CLIENT_PERIOD_WORDS_H_

#include <string>

#include "entente/indicators/v1/period.pb.h"
#include "services/common/base/error.h"
#include "tools/client/measure_lookup.h"

namespace entente::client {

// "2018-03" of the name of a period or of what lies below it.
std::string MonthText(const std::string& name);
// Where it stands: "approved (version 2)", "locked", "re-opened until …".
Sentence PeriodStateWord(const indicators::v1::Period& period);
// "on time", "late, corrected later" …; empty without a calendar.
Sentence TimelinessWord(const indicators::v1::PeriodSource& source);
Sentence ExceptionStateWord(indicators::v1::PeriodException::State state);
Sentence DecisionWord(const indicators::v1::PeriodDecision& decision);
// Who may not approve a month again, which two persons open: it takes a third
// one. `is_open`: the second has let it through, and reads this.
Sentence ThirdPersonSentence(bool is_open);
// When a source confirmed, or "no"; empty of one that is not expected and of
// which no confirmation is shown.
Sentence SourceConfirmedWord(const indicators::v1::PeriodSource& source);
// "2 of 3": expected sources that confirmed; empty where none is expected.
std::string ConfirmedText(const indicators::v1::Period& period);
// A frozen figure as its own kind is read, whatever the measure is today; of
// what is stated also by which version: other words are the same figure. "-"
// where there is none.
std::string PeriodFigureText(const MeasureLookup& measures,
                             const indicators::v1::PeriodFigure& figure);

}  // namespace entente::client

#endif  // TOOLS_CLIENT_PERIOD_WORDS_H_
