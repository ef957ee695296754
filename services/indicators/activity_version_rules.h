// Versions of an activity: what each counts for, what it moved, and how it is
// shown. Pure.
#ifndef SERVICES_INDICATORS_ACTIVITY_VERSION_RULES_H_
#define SERVICES_INDICATORS_ACTIVITY_VERSION_RULES_H_

#include <cstdint>
#include <vector>

#include "entente/indicators/v1/activity.pb.h"
#include "entente/indicators/v1/records.pb.h"

namespace entente::indicators {

using ActivityEffects = std::vector<entente::indicators::v1::MeasureEffect>;

// Number of the version; the first where none was kept.
int32_t VersionOf(const entente::indicators::v1::ActivityRecord& record);

bool IsWithdrawn(const entente::indicators::v1::ActivityRecord& record);

// What the version counts for, each with its place.
ActivityEffects EffectsOf(
    const entente::indicators::v1::ActivityRecord& record);

// What `after` counts for less what `before` did, by measure, split, day and
// area: what left a place first, then what came to one. Places where neither
// figure nor contributions differ are left out.
ActivityEffects ChangesBetween(
    const entente::indicators::v1::ActivityRecord& before,
    const entente::indicators::v1::ActivityRecord& after);

// Whether making this version moved figures of `month` (see date_rules.h).
bool MovedMonth(const entente::indicators::v1::ActivityRecord& record,
                int32_t month);

// As answered: `effects` is what it counts for.
entente::indicators::v1::Activity ToActivity(
    const entente::indicators::v1::ActivityRecord& record);

// As a history shows it, without the names of indicators.
entente::indicators::v1::ActivityVersion ToActivityVersion(
    const entente::indicators::v1::ActivityRecord& record);

}  // namespace entente::indicators

#endif  // SERVICES_INDICATORS_ACTIVITY_VERSION_RULES_H_
