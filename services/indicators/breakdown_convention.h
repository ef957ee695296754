// The sample convention with measures that are split by code lists, for tests.
#ifndef SERVICES_INDICATORS_BREAKDOWN_CONVENTION_H_
#define SERVICES_INDICATORS_BREAKDOWN_CONVENTION_H_

#include <algorithm>
#include <string>
#include <vector>

#include "services/indicators/sample_definitions.h"

namespace entente::indicators {

inline void AddCodeList(entente::indicators::v1::ConventionRecord& record,
                        const std::string& code,
                        const std::vector<std::string>& codes) {
  auto* list = record.add_code_lists();
  list->set_code(code);
  list->mutable_title()->set_en(code);
  for (const std::string& one : codes) {
    auto* added = list->add_codes();
    added->set_code(one);
    added->mutable_title()->set_en(one);
  }
}

inline entente::conventions::v1::MeasureDefinition& MeasureIn(
    entente::indicators::v1::ConventionRecord& record,
    const std::string& code) {
  return *std::find_if(
      record.mutable_measures()->begin(), record.mutable_measures()->end(),
      [&](const auto& measure) { return measure.code() == code; });
}

// nuisance_actions by audience and theme, trainings by theme, participants by
// audience, distinct_persons by audience.
inline entente::indicators::v1::ConventionRecord BreakdownConvention() {
  entente::indicators::v1::ConventionRecord record = SampleConvention();
  AddCodeList(record, "audience", {"youth", "adults", "seniors"});
  AddCodeList(record, "theme", {"coppra", "bdo"});
  MeasureIn(record, "nuisance_actions").add_breakdowns("audience");
  MeasureIn(record, "nuisance_actions").add_breakdowns("theme");
  MeasureIn(record, "trainings").add_breakdowns("theme");
  MeasureIn(record, "participants").add_breakdowns("audience");
  MeasureIn(record, "distinct_persons").add_breakdowns("audience");
  return record;
}

}  // namespace entente::indicators

#endif  // SERVICES_INDICATORS_BREAKDOWN_CONVENTION_H_
