// What an approved month amounted to: its hash, what of it is shown, and where
// another state differs. Pure.
#ifndef SERVICES_INDICATORS_FROZEN_RULES_H_
#define SERVICES_INDICATORS_FROZEN_RULES_H_

#include <string>
#include <vector>

#include "entente/indicators/v1/period.pb.h"
#include "services/indicators/definition_rules.h"

namespace entente::indicators {

using PeriodFigures = std::vector<entente::indicators::v1::PeriodFigure>;

// Differences that are shown.
inline constexpr size_t kChangesShown = 1000;

// By measure and area, each once.
void SortFigures(PeriodFigures& figures);

// PeriodVersion.sha256 of what `version` holds, in the order it holds it.
std::string HashOf(const entente::indicators::v1::PeriodVersion& version);

// Whether the measure is sensitive by `definitions`, or was when frozen, or is
// not defined any more.
bool IsSensitive(const Definitions& definitions,
                 const entente::indicators::v1::PeriodFigure& figure);

// Leaves of each sensitive measure one entry without area and figures: how many
// areas it has figures in could point at a person as well. Then no hash either,
// from which they could be found by trying. True when there was one.
bool WithholdFigures(const Definitions& definitions,
                     entente::indicators::v1::PeriodVersion& version);

// Sets `changes` and `is_outdated` of `version`, which holds exact figures, for
// `present` (sorted). Sensitive measures only make it outdated.
void CompareFigures(const Definitions& definitions,
                    const PeriodFigures& present,
                    entente::indicators::v1::PeriodVersion& version);

}  // namespace entente::indicators

#endif  // SERVICES_INDICATORS_FROZEN_RULES_H_
