// Month records: what each measure, area and month amounts to, day by day, and
// each split of it. Moved by signed amounts in the transaction of what caused
// them.
//
// Wherever a measure is named here, it is the name of a series: of the measure
// as a whole or of one split (breakdown_rules.h). Whoever reads a split has
// asked first whether its measure is sensitive.
#ifndef SERVICES_INDICATORS_MONTH_STORE_H_
#define SERVICES_INDICATORS_MONTH_STORE_H_

#include <cstdint>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "services/common/store/store.h"
#include "services/indicators/definition_rules.h"
#include "services/indicators/fact_rules.h"
#include "services/indicators/month_deltas.h"

namespace entente::indicators {

// Whether month records of the series count: not those of a measure that people
// state by now (IsStatedKind), which were made while it was counted. Of a
// measure that is not defined they do.
bool DoMonthsCount(const Definitions& definitions, absl::string_view series);

// Moves month records of one municipality in one transaction. The first move
// moves the municipality's version too, by which MonthCache knows that what it
// read is past: there is no other way to write a month record.
class MonthWriter {
 public:
  // Both outlive the writer.
  MonthWriter(store::Transaction& transaction, absl::string_view municipality)
      : transaction_(transaction), municipality_(municipality) {}

  // Applies `cell` to the record of its month. A record without contributions
  // is deleted: no figures is not the same as zero. Errors: DATA_LOSS, also
  // when a day would have less than no contributions, which only a damaged
  // store can ask for.
  absl::Status Apply(absl::string_view measure, absl::string_view area,
                     const MonthDeltas::Cell& cell);

 private:
  absl::Status MoveVersion();

  store::Transaction& transaction_;
  const absl::string_view municipality_;
  bool has_moved_version_ = false;
};

// How often month records of the municipality moved: 0 before schema 13 wrote
// any. Errors: DATA_LOSS.
absl::StatusOr<int64_t> ReadMonthsVersion(const store::Reader& reader,
                                          absl::string_view municipality);

// A record that was read.
struct MonthOfSeries {
  std::string area;
  int32_t month = 0;
  Figure figure = {};
};

// Every record of a measure, by area and month. Errors: DATA_LOSS.
absl::StatusOr<std::vector<MonthOfSeries>> ReadMonths(
    const store::Reader& reader, absl::string_view municipality,
    absl::string_view measure);

// Adds to `figures` the months `from` to `until` (inclusive) of a measure:
// those of `areas`, or of all areas together when it is empty.
absl::Status AddMonths(const store::Reader& reader,
                       absl::string_view municipality,
                       absl::string_view measure,
                       const std::vector<std::string>& areas, int32_t from,
                       int32_t until, MonthFigures& figures);

}  // namespace entente::indicators

#endif  // SERVICES_INDICATORS_MONTH_STORE_H_
