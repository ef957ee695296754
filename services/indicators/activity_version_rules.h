// Versions of an activity: what each counts for, what it moved, and how it is
// shown. Pure.
#ifndef SERVICES_INDICATORS_ACTIVITY_VERSION_RULES_H_
#define SERVICES_INDICATORS_ACTIVITY_VERSION_RULES_H_

#include <cstdint>
#include <set>
#include <vector>

#include "entente/indicators/v1/activity.pb.h"
#include "entente/indicators/v1/records.pb.h"
#include "google/protobuf/timestamp.pb.h"

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

// When it was made.
const google::protobuf::Timestamp& TimeOf(
    const entente::indicators::v1::ActivityRecord& record);

// The months (see date_rules.h) of which making this version moved figures.
std::set<int32_t> MovedMonths(
    const entente::indicators::v1::ActivityRecord& record);

// As answered: `effects` is what it counts for.
entente::indicators::v1::Activity ToActivity(
    const entente::indicators::v1::ActivityRecord& record);

// As a history shows it, without the names of indicators.
entente::indicators::v1::ActivityVersion ToActivityVersion(
    const entente::indicators::v1::ActivityRecord& record);

}  // namespace entente::indicators

#endif  // SERVICES_INDICATORS_ACTIVITY_VERSION_RULES_H_
