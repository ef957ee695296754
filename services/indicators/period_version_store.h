// Frozen versions of months on disk, and the figures that they freeze.
#ifndef SERVICES_INDICATORS_PERIOD_VERSION_STORE_H_
#define SERVICES_INDICATORS_PERIOD_VERSION_STORE_H_

#include <optional>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/civil_time.h"
#include "entente/indicators/v1/period_records.pb.h"
#include "services/common/store/store.h"
#include "services/indicators/definition_rules.h"
#include "services/indicators/frozen_rules.h"
#include "services/indicators/name_rules.h"
#include "services/indicators/period_rules.h"

namespace entente::indicators {

// What the month amounts to in the state of `reader`, by measure, split and
// area: month records, also of measures no longer defined, and the figures that
// follow from events or are stated. Exact. Errors: DATA_LOSS.
absl::StatusOr<PeriodFigures> ReadFigures(const store::Reader& reader,
                                          const Definitions& definitions,
                                          const PeriodName& name);

// The record; nullopt when there is none. Errors: DATA_LOSS.
absl::StatusOr<std::optional<entente::indicators::v1::PeriodVersionRecord>>
ReadPeriodVersionRecord(const store::Reader& reader,
                        const NumberedPeriodName& name);

// Errors: DATA_LOSS.
absl::Status PutPeriodVersion(
    store::Transaction& transaction, const NumberedPeriodName& name,
    const entente::indicators::v1::PeriodVersionRecord& record);

struct PeriodVersionPage {
  std::vector<entente::indicators::v1::PeriodVersionRecord> versions;
  // Number to start the next page from; 0 on the last.
  int32_t next_number = 0;
};

// Versions from number `from` on, exact. Errors: DATA_LOSS.
absl::StatusOr<PeriodVersionPage> ReadPeriodVersions(
    const store::Reader& reader, const PeriodName& name, int32_t from,
    size_t page_size);

// Sets `renamed_measures` of `version`, a version of the month `name` as it is
// shown. Errors: DATA_LOSS.
absl::Status ReadRenamed(const store::Reader& reader,
                         const Definitions& definitions, const PeriodName& name,
                         entente::indicators::v1::PeriodVersion& version);

// The due day of a month of which there is a version, or of which one is being
// made. It keeps the calendar of its approval. Errors: DATA_LOSS without one.
absl::StatusOr<absl::CivilDay> DueDayOf(const PeriodBook& book,
                                        const PeriodName& name);

}  // namespace entente::indicators

#endif  // SERVICES_INDICATORS_PERIOD_VERSION_STORE_H_
