// Rules between measures on disk: every version under the head of the periods
// (period_store.h), so that the recount finds one that was touched.
#ifndef SERVICES_INDICATORS_RULE_STORE_H_
#define SERVICES_INDICATORS_RULE_STORE_H_

#include <optional>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "entente/indicators/v1/period_records.pb.h"
#include "google/protobuf/timestamp.pb.h"
#include "services/common/store/store.h"
#include "services/indicators/name_rules.h"

namespace entente::indicators {

// By version, oldest first; empty when there is no such rule. Errors:
// DATA_LOSS.
absl::StatusOr<std::vector<entente::indicators::v1::MeasureRuleRecord>>
ReadRuleVersions(const store::Reader& reader, const MeasureRuleName& name);

// The version that stands, or stood at `as_of` where that is not null, of every
// rule of the municipality, withdrawn ones included, by id. Errors: DATA_LOSS.
absl::StatusOr<std::vector<entente::indicators::v1::MeasureRule>> ReadRules(
    const store::Reader& reader, const std::string& municipality,
    const google::protobuf::Timestamp* as_of);

// Those of them that judge now. Errors: DATA_LOSS.
absl::StatusOr<std::vector<entente::indicators::v1::MeasureRule>>
ReadRulesInForce(const store::Reader& reader, const std::string& municipality);

// Errors: DATA_LOSS.
absl::Status PutRule(store::Transaction& transaction,
                     const MeasureRuleName& name,
                     const entente::indicators::v1::MeasureRuleRecord& record);

}  // namespace entente::indicators

#endif  // SERVICES_INDICATORS_RULE_STORE_H_
