// What may feed an indicator of the municipality's own. Pure.
#ifndef SERVICES_INDICATORS_LOCAL_MEASURE_FEED_RULES_H_
#define SERVICES_INDICATORS_LOCAL_MEASURE_FEED_RULES_H_

#include <string>

#include "absl/status/status.h"
#include "entente/indicators/v1/local_measure.pb.h"
#include "services/indicators/definition_rules.h"

namespace entente::indicators {

// Whether person-hours, which are added to nothing else, feed the measure.
bool CountsPersonHours(
    const entente::conventions::v1::MeasureDefinition& measure);

// OK when the feeds of `said`, from AsVersion, may feed the measure `code`:
// each a figure that the kind takes, at most one of each type of activity, and
// nothing that adds the same persons. Of `definitions` the types of conventions
// and of other local measures are looked at. Errors, INVALID_ARGUMENT:
// FEED_INVALID; UNKNOWN_ACTIVITY_TYPE with `types`.
absl::Status ValidateFeeds(const entente::indicators::v1::LocalMeasure& said,
                           const std::string& code,
                           const Definitions& definitions);

}  // namespace entente::indicators

#endif  // SERVICES_INDICATORS_LOCAL_MEASURE_FEED_RULES_H_
