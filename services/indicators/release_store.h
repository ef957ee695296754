// Releases and the tables that they give on disk, under a head of their own, so
// that the recount finds one that was touched.
#ifndef SERVICES_INDICATORS_RELEASE_STORE_H_
#define SERVICES_INDICATORS_RELEASE_STORE_H_

#include <cstdint>
#include <optional>
#include <string>

#include "absl/functional/function_ref.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "entente/indicators/v1/release_records.pb.h"
#include "services/common/store/store.h"
#include "services/indicators/name_rules.h"

namespace entente::indicators {

// An empty head before the first release. Errors: DATA_LOSS.
absl::StatusOr<entente::indicators::v1::ReleaseHead> ReadReleaseHead(
    const store::Reader& reader, const std::string& municipality);

// A release and its number in the municipality, which is no name.
struct StoredRelease {
  int64_t number = 0;
  entente::indicators::v1::ReleaseRecord record;
};

// nullopt when there is none. Errors: DATA_LOSS.
absl::StatusOr<std::optional<StoredRelease>> FindRelease(
    const store::Reader& reader, const ReleaseName& name);

// Calls `visit` for the releases below `number`, the newest first, until it
// returns false; 0: for all. Errors: DATA_LOSS.
absl::Status VisitReleases(const store::Reader& reader,
                           const std::string& municipality, int64_t number,
                           absl::FunctionRef<bool(const StoredRelease&)> visit);

// What a release gives; nullopt when it is not frozen. Errors: DATA_LOSS.
absl::StatusOr<std::optional<entente::indicators::v1::ReleaseTablesRecord>>
ReadReleaseTables(const store::Reader& reader, const std::string& municipality,
                  int64_t number);

// Stores a new release under the next number, and the place by which it is
// found. Errors: DATA_LOSS.
absl::Status AddRelease(store::Transaction& transaction,
                        const ReleaseName& name,
                        const entente::indicators::v1::ReleaseRecord& record);

// Errors: DATA_LOSS.
absl::Status PutRelease(store::Transaction& transaction,
                        const std::string& municipality,
                        const StoredRelease& release);
absl::Status PutReleaseTables(
    store::Transaction& transaction, const std::string& municipality,
    int64_t number, const entente::indicators::v1::ReleaseTablesRecord& tables);

}  // namespace entente::indicators

#endif  // SERVICES_INDICATORS_RELEASE_STORE_H_
