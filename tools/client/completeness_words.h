// What a source reported of the measures that it should, in words. Pure.
#ifndef TOOLS_CLIENT_COMPLETENESS_WORDS_H_
#define TOOLS_CLIENT_COMPLETENESS_WORDS_H_

#include <string>

#include "entente/indicators/v1/period.pb.h"
#include "services/common/base/error.h"

namespace entente::client {

// How many measures it reported.
int ReportedMeasures(const indicators::v1::PeriodSource& source);
// "1/5": reported of expected; empty where none is expected of it.
std::string ReportedText(const indicators::v1::PeriodSource& source);
// "zone5339 reported nothing of: trainings, …", by code; empty sentences where
// nothing is missing.
Sentence MissingMeasuresSentence(const indicators::v1::PeriodSource& source);
// "zone5339, events by measure: trainings 2, …", by code; empty sentences where
// nobody is told.
Sentence EventsByMeasureSentence(const indicators::v1::PeriodSource& source);
// How it is said that there was nothing.
Sentence ZeroSentence();

}  // namespace entente::client

#endif  // TOOLS_CLIENT_COMPLETENESS_WORDS_H_
