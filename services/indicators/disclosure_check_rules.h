// Whether a table can be looked at before anything of it is left out. Pure.
#ifndef SERVICES_INDICATORS_DISCLOSURE_CHECK_RULES_H_
#define SERVICES_INDICATORS_DISCLOSURE_CHECK_RULES_H_

#include "absl/status/status.h"
#include "services/indicators/disclosure_rules.h"

namespace entente::indicators {

// OK when the table adds up, holds no more than can be attacked, whatever its
// values are, and the options are within their bounds. Errors,
// INVALID_ARGUMENT: DISCLOSURE_TABLE_TOO_LARGE with `most`, the limit that it
// is above: kDisclosureTableMax, or one of what hangs together;
// DISCLOSURE_OPTIONS, DISCLOSURE_TABLE_BROKEN with `cell`.
absl::Status CheckTable(const DisclosureTable& table,
                        const DisclosureOptions& options);

}  // namespace entente::indicators

#endif  // SERVICES_INDICATORS_DISCLOSURE_CHECK_RULES_H_
