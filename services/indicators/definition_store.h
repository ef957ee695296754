// Definitions, what people added to measures, and local measures, on disk.
#ifndef SERVICES_INDICATORS_DEFINITION_STORE_H_
#define SERVICES_INDICATORS_DEFINITION_STORE_H_

#include <map>
#include <memory>
#include <string>
#include <vector>

#include "absl/base/thread_annotations.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/synchronization/mutex.h"
#include "entente/indicators/v1/definition_service.pb.h"
#include "entente/indicators/v1/local_measure.pb.h"
#include "entente/indicators/v1/records.pb.h"
#include "services/common/store/store.h"
#include "services/indicators/definition_rules.h"
#include "services/indicators/name_rules.h"

namespace entente::indicators {

// Compiled definitions by municipality, compiled again when their version
// moved. Thread-safe.
class DefinitionCache {
 public:
  // The definitions of the state that `reader` shows. Errors: DATA_LOSS.
  absl::StatusOr<std::shared_ptr<const Definitions>> Get(
      const store::Reader& reader, const std::string& municipality);

 private:
  absl::Mutex mutex_;
  std::map<std::string, std::shared_ptr<const Definitions>> newest_
      ABSL_GUARDED_BY(mutex_);
};

// DefinitionsHead.version; 0 before the first publication.
absl::StatusOr<int64_t> ReadDefinitionsVersion(const store::Reader& reader,
                                               const std::string& municipality);

// Replaces what was published for the convention. `record` is valid. Errors:
// DATA_LOSS.
absl::Status PutConvention(
    store::Transaction& transaction, const std::string& municipality,
    const entente::indicators::v1::ConventionRecord& record);

// Removes what was published; nothing when nothing was.
absl::Status DeleteConvention(store::Transaction& transaction,
                              const std::string& municipality,
                              const std::string& convention);

// What people added to the measure, by version, oldest first; empty when
// nothing was. Errors: DATA_LOSS.
absl::StatusOr<std::vector<entente::indicators::v1::MeasureSettings>>
ReadSettingsVersions(const store::Reader& reader, const MeasureName& measure);

// Puts the version that `record` says, under the digest of the periods
// (period_store.h), and moves the version of the definitions: whatever was
// planned or compiled before is so again. Errors: DATA_LOSS.
absl::Status PutSettings(
    store::Transaction& transaction, const MeasureName& measure,
    const entente::indicators::v1::MeasureSettingsRecord& record);

// The versions of a local measure, oldest first; empty when there is none.
// Errors: DATA_LOSS.
absl::StatusOr<std::vector<entente::indicators::v1::LocalMeasure>>
ReadLocalMeasureVersions(const store::Reader& reader, const MeasureName& name);

// All local measures of the municipality by code, each by its versions, oldest
// first. Errors: DATA_LOSS.
absl::StatusOr<std::vector<std::vector<entente::indicators::v1::LocalMeasure>>>
ReadLocalMeasures(const store::Reader& reader, const std::string& municipality);

// Puts the version that `record` says, as PutSettings does. Errors: DATA_LOSS.
absl::Status PutLocalMeasure(
    store::Transaction& transaction, const MeasureName& name,
    const entente::indicators::v1::LocalMeasureRecord& record);

}  // namespace entente::indicators

#endif  // SERVICES_INDICATORS_DEFINITION_STORE_H_
