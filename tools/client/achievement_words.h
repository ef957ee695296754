// Where a figure stands beside its target, in words that commands and reports
// share. Pure.
#ifndef TOOLS_CLIENT_ACHIEVEMENT_WORDS_H_
#define TOOLS_CLIENT_ACHIEVEMENT_WORDS_H_

#include "entente/indicators/v1/series_service.pb.h"
#include "services/common/base/error.h"

namespace entente::client {

// Its state or, where that says nothing, the reason; no words for a measure
// without a target.
Sentence AchievementWords(
    const entente::indicators::v1::Achievement& achievement);

}  // namespace entente::client

#endif  // TOOLS_CLIENT_ACHIEVEMENT_WORDS_H_
