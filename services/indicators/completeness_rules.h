// Which measures a source should report for a month, and which of them it did
// not. Pure.
//
// It should report a measure where people named it among the sources whose rows
// are taken in that month (settings_rules.h), a convention that is in force in
// it defines the measure, and rows count it: what is stated is asked of nobody
// here. Where no source is named anybody may deliver, and nobody need.
// Activities may feed the measure besides: people who name a source expect
// rows.
#ifndef SERVICES_INDICATORS_COMPLETENESS_RULES_H_
#define SERVICES_INDICATORS_COMPLETENESS_RULES_H_

#include <cstdint>
#include <set>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "entente/indicators/v1/period_records.pb.h"
#include "services/indicators/definition_rules.h"

namespace entente::indicators {

struct Completeness {
  // How many measures the source should report.
  int32_t expected = 0;
  // Those of which no event counts in the month, by code. A row that says zero
  // is an event.
  std::vector<std::string> missing = {};
};

// `reported` is what `source` did for `month`. Sensitive measures are left out
// of both unless `is_own`: whether one is missing says whether there are events
// of it.
Completeness CompletenessOf(
    const Definitions& definitions, absl::string_view source, int32_t month,
    const google::protobuf::RepeatedPtrField<
        entente::indicators::v1::SourceMeasureRecord>& reported,
    bool is_own);

// The sources that should report a measure in `month`, by code; of sensitive
// measures only `viewer` is among them, as it would be told.
std::set<std::string> NamedSources(const Definitions& definitions,
                                   int32_t month, absl::string_view viewer);

}  // namespace entente::indicators

#endif  // SERVICES_INDICATORS_COMPLETENESS_RULES_H_
