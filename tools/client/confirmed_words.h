// What is said of a source that had confirmed its month when a version of it
// was approved. Pure.
#ifndef TOOLS_CLIENT_CONFIRMED_WORDS_H_
#define TOOLS_CLIENT_CONFIRMED_WORDS_H_

#include "entente/indicators/v1/period.pb.h"
#include "services/common/base/error.h"

namespace entente::client {

// When it confirmed, by local time; who did where that was somebody else; and
// whether that was in time, where a calendar says so.
Sentence ConfirmedSourceSentence(const indicators::v1::PeriodSource& source);

}  // namespace entente::client

#endif  // TOOLS_CLIENT_CONFIRMED_WORDS_H_
