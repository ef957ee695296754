// Figures as they were known at a time: a month that stood approved then is
// read from its version, any other is counted again from what had been
// delivered, entered, told and stated by then.
//
// The count reads every block up to that time, some million rows a second: a
// block does not say outside its columns what it is of. Fewer months make it no
// cheaper, unless all of them stood approved then. What an event counted for
// before a correction is looked up at its first row.
#ifndef SERVICES_INDICATORS_AS_OF_STORE_H_
#define SERVICES_INDICATORS_AS_OF_STORE_H_

#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "absl/functional/function_ref.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "services/common/store/store.h"
#include "services/indicators/definition_rules.h"
#include "services/indicators/fact_rules.h"
#include "services/indicators/period_rules.h"

namespace entente::indicators {

// Counts that run at once in a process; months that are read from their
// versions are none.
inline constexpr int kAsOfCountsMax = 2;

// What is asked.
struct AsOfQuestion {
  std::string municipality;
  // As of when.
  absl::Time time;
  // Codes of the measures.
  std::vector<std::string> measures;
  // Areas that count; empty: all.
  std::vector<std::string> areas;
  // Whether what follows from events or is stated, which belongs to the
  // municipality as a whole, is among the areas.
  bool has_municipality = true;
  // Months, inclusive.
  int32_t from = 0;
  int32_t until = 0;
  // Code list whose codes are counted besides; empty: measures as a whole.
  std::string split_by = {};
};

struct AsOfFigures {
  // By series (breakdown_rules.h): the measure, and with `split_by` each part
  // of it; months without figures are left out.
  std::map<std::string, MonthFigures> figures;
  // Months that were read from an approved version, and its number.
  std::map<int32_t, int32_t> approved;
};

// `may_go_on` is asked before each block; false ends the count. Errors:
// FAILED_PRECONDITION / AS_OF_NOT_KEPT with `kept_since`; RESOURCE_EXHAUSTED /
// AS_OF_RUNNING with `counts_max`, when as many counts run already;
// DEADLINE_EXCEEDED / AS_OF_TOO_LONG, which reaches the caller when the count
// ends at EndOfWork; DATA_LOSS. Thread-safe.
absl::StatusOr<AsOfFigures> ReadAsOf(const store::Reader& reader,
                                     const Definitions& definitions,
                                     const PeriodBook& periods,
                                     const AsOfQuestion& question,
                                     absl::FunctionRef<bool()> may_go_on);

}  // namespace entente::indicators

#endif  // SERVICES_INDICATORS_AS_OF_STORE_H_
