// What measures were called when a month was approved. Pure.
#ifndef TOOLS_CLIENT_RENAMED_WORDS_H_
#define TOOLS_CLIENT_RENAMED_WORDS_H_

#include "entente/conventions/v1/measure.pb.h"
#include "entente/indicators/v1/period.pb.h"
#include "services/common/base/error.h"

namespace entente::client {

// What a measure that is called as `now` says was called then; where it has no
// title its code stands for it. Where a language says the same of both, what
// differs in another one is said.
Sentence RenamedSentence(const entente::conventions::v1::MeasureDefinition& now,
                         const entente::indicators::v1::RenamedMeasure& then);

}  // namespace entente::client

#endif  // TOOLS_CLIENT_RENAMED_WORDS_H_
