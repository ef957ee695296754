// A table as its reader sees it, for a search that looks at it many times.
// Pure.
#ifndef SERVICES_INDICATORS_DISCLOSURE_SEEN_RULES_H_
#define SERVICES_INDICATORS_DISCLOSURE_SEEN_RULES_H_

#include <vector>

#include "services/indicators/disclosure_attack_rules.h"
#include "services/indicators/disclosure_rules.h"

namespace entente::indicators {

// ToSeenTable where `apart` are the RelationsApart of `table`, which follow
// from no status.
SeenTable SeenApart(const DisclosureTable& table,
                    const std::vector<TableRelation>& apart,
                    const DisclosureOptions& options,
                    const Confidentialities& statuses);

}  // namespace entente::indicators

#endif  // SERVICES_INDICATORS_DISCLOSURE_SEEN_RULES_H_
