// How far measures have come, as people read it: figures, targets, the way from
// where they started. Pure.
#ifndef TOOLS_CLIENT_ACHIEVEMENT_TEXT_H_
#define TOOLS_CLIENT_ACHIEVEMENT_TEXT_H_

#include <string>

#include "entente/indicators/v1/series_service.pb.h"
#include "tools/client/language.h"
#include "tools/client/measure_lookup.h"

namespace entente::client {

// What was asked for.
struct AchievementSpan {
  int year = 0;
  // Last month that counts; 0: the whole year, or the quarter.
  int month = 0;
  // 0: the year.
  int quarter = 0;
  // "2018-01/2019-12": the term, which stands beside no year before; empty: the
  // year or the quarter.
  std::string term = {};
};

// A table, no wider than `columns` as long as titles can give, and below it
// what has no place there. Measures of the municipality's own stand apart,
// below the others. Where a baseline says how much of the way is gone, the bar
// is of the way; of measures that add up once the year is over, since until
// then it says how much of the year is gone.
std::string AchievementText(
    const entente::indicators::v1::QueryAchievementResponse& response,
    const MeasureLookup& measures, const AchievementSpan& span,
    Language language, int columns);

}  // namespace entente::client

#endif  // TOOLS_CLIENT_ACHIEVEMENT_TEXT_H_
