// Measures that people called otherwise in a month when it was approved: an
// approved version holds codes and is read by the words of today. Where only a
// convention or its profile says otherwise of the month since, nothing tells
// it: what it said before is not kept. Pure.
#ifndef SERVICES_INDICATORS_RENAMED_RULES_H_
#define SERVICES_INDICATORS_RENAMED_RULES_H_

#include <cstdint>
#include <string>
#include <vector>

#include "entente/indicators/v1/local_measure.pb.h"
#include "entente/indicators/v1/measure_settings.pb.h"
#include "entente/indicators/v1/period.pb.h"
#include "services/indicators/definition_rules.h"

namespace entente::indicators {

// Local measures by their versions, oldest first.
using LocalVersions =
    std::vector<std::vector<entente::indicators::v1::LocalMeasure>>;

// Codes of the measures in the figures of `version` that the municipality
// defines itself, be it that a convention defines them too.
std::vector<std::string> LocalIn(
    const Definitions& definitions,
    const entente::indicators::v1::PeriodVersion& version);

// Codes of the measures in the figures of `version`, by code, of which what
// people added and is in force in `month`, or a version of `local`, those of
// LocalIn, was written after the approval. For all others people have said
// nothing else since.
std::vector<std::string> AddedToSince(
    const Definitions& definitions, const LocalVersions& local, int32_t month,
    const entente::indicators::v1::PeriodVersion& version);

// Sets `renamed_measures` of `version`. `codes` are those of AddedToSince,
// `settings` all versions of what people added to them, those of one in the
// order they were written. What the convention says of the month is taken as it
// says it today.
void SetRenamed(
    const Definitions& definitions, const std::vector<std::string>& codes,
    const std::vector<entente::indicators::v1::MeasureSettings>& settings,
    const LocalVersions& local, int32_t month,
    entente::indicators::v1::PeriodVersion& version);

}  // namespace entente::indicators

#endif  // SERVICES_INDICATORS_RENAMED_RULES_H_
