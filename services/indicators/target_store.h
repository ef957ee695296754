// Targets on disk: every version under the digest of the periods
// (period_store.h), so that the recount finds one that was touched.
#ifndef SERVICES_INDICATORS_TARGET_STORE_H_
#define SERVICES_INDICATORS_TARGET_STORE_H_

#include <cstddef>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "entente/indicators/v1/records.pb.h"
#include "services/common/store/store.h"
#include "services/indicators/name_rules.h"

namespace entente::indicators {

inline constexpr size_t kTargetVersionsMax = 100;

// The targets of a measure as they stand, by year, of a year the whole year
// before its quarters, terms last by their first month, without those that were
// taken back. Errors: DATA_LOSS.
absl::StatusOr<std::vector<entente::indicators::v1::Target>> ReadTargets(
    const store::Reader& reader, const MeasureName& measure);

// By version, oldest first; empty when none was agreed. Errors: DATA_LOSS.
absl::StatusOr<std::vector<entente::indicators::v1::Target>> ReadTargetVersions(
    const store::Reader& reader, const TargetName& name);

// Puts the version that `record` says. Errors: DATA_LOSS.
absl::Status PutTarget(store::Transaction& transaction, const TargetName& name,
                       const entente::indicators::v1::TargetRecord& record);

// For a store of before: what stood becomes the first version of each target,
// of which nobody knows when, by whom and why it was set. Errors: DATA_LOSS.
absl::Status KeepTargetVersions(store::Transaction& transaction);

}  // namespace entente::indicators

#endif  // SERVICES_INDICATORS_TARGET_STORE_H_
