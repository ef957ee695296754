// Types of activity among the definitions that have them. Pure.
#ifndef SERVICES_INDICATORS_ACTIVITY_TYPE_RULES_H_
#define SERVICES_INDICATORS_ACTIVITY_TYPE_RULES_H_

#include <string>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/strings/string_view.h"
#include "entente/indicators/v1/records.pb.h"

namespace entente::indicators {

// The type of that code as `record` defines it; null where it does not.
const entente::conventions::v1::ActivityType* FindType(
    const entente::indicators::v1::ConventionRecord& record,
    absl::string_view code);

// Adds the types of `record` to `types`, whose places by code are `places`. Of
// those that are there already, the ones at `first` and after it become what
// `record` says; those before it stay what they are.
void MergeTypes(const entente::indicators::v1::ConventionRecord& record,
                int first,
                std::vector<entente::conventions::v1::ActivityType>& types,
                absl::flat_hash_map<std::string, int>& places);

}  // namespace entente::indicators

#endif  // SERVICES_INDICATORS_ACTIVITY_TYPE_RULES_H_
