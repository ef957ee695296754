// How measures were defined before a contract profile was adopted. Pure and
// thread-safe.
#ifndef SERVICES_CONVENTIONS_PROFILES_MEASURE_HISTORY_H_
#define SERVICES_CONVENTIONS_PROFILES_MEASURE_HISTORY_H_

#include "absl/time/civil_time.h"
#include "entente/conventions/v1/records.pb.h"

namespace entente::conventions {

// Writes into `after`, which is in force from `from` on, how the measures were
// defined on the days before: what `before` kept, and what `after` says
// otherwise. Only what belongs to the day of a figure is compared: title, unit,
// direction and feeds. A measure that is new in `after` was fed by nothing
// before `from`. What was in force from `from` on itself leaves no trace.
// Nothing that `before` kept ended later than the day before `from`.
void KeepEarlierMeasures(const v1::DefinitionsRecord& before,
                         absl::CivilDay from, v1::DefinitionsRecord& after);

}  // namespace entente::conventions

#endif  // SERVICES_CONVENTIONS_PROFILES_MEASURE_HISTORY_H_
