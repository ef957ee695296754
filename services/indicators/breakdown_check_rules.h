// What a breakdown of a row, and of an activity, must look like. Pure.
#ifndef SERVICES_INDICATORS_BREAKDOWN_CHECK_RULES_H_
#define SERVICES_INDICATORS_BREAKDOWN_CHECK_RULES_H_

#include <string>
#include <vector>

#include "absl/status/status.h"
#include "services/indicators/breakdown_rules.h"
#include "services/indicators/definition_rules.h"
#include "services/indicators/ingest_rules.h"

namespace entente::indicators {

// The fault of a row of `measure` with this breakdown; none where it can be
// taken. BREAKDOWN_TOO_MANY, BREAKDOWN_LIST_UNKNOWN and PERSONAL_DATA_SHAPE in
// column "breakdown"; in "breakdown.<list>" of a list that is defined
// BREAKDOWN_NOT_OF_MEASURE, BREAKDOWN_CODE_UNKNOWN and PERSONAL_DATA_SHAPE. Of
// several that of the list that sorts first. The column lives as long as
// `definitions`; it is never what the row holds.
RowFault CheckBreakdown(const Breakdown& breakdown, const MeasureInfo& measure,
                        const Definitions& definitions);

// Whether anything is known by it.
bool IsAnythingKnown(const Breakdown& breakdown);

// OK when an activity that feeds `fed` may have this breakdown. Errors,
// INVALID_ARGUMENT at activity.breakdown, with the list where it is defined:
// BREAKDOWN_TOO_MANY, BREAKDOWN_LIST_UNKNOWN, BREAKDOWN_NOT_OF_MEASURE (none of
// `fed` is split by it), BREAKDOWN_CODE_UNKNOWN with the codes there are.
absl::Status ValidateBreakdown(const Breakdown& breakdown,
                               const std::vector<const MeasureInfo*>& fed,
                               const Definitions& definitions);

}  // namespace entente::indicators

#endif  // SERVICES_INDICATORS_BREAKDOWN_CHECK_RULES_H_
