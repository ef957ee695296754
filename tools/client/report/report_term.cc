#include "tools/client/report/report_term.h"

#include <set>
#include <string>

#include "tools/client/term_targets.h"

namespace entente::client {

namespace v1 = entente::indicators::v1;

std::vector<v1::QueryAchievementRequest> TermQueries(const ReportData& data) {
  std::vector<v1::QueryAchievementRequest> queries;
  if (!data.convention.has_value()) return queries;
  const v1::TermMonths term = TermOf(*data.convention);
  // Those of every convention of the municipality are among `measures`, and its
  // own.
  std::set<std::string> own;
  for (const auto& definition : data.definitions) {
    own.insert(definition.code());
  }
  for (const v1::Measure& measure : data.measures) {
    const std::string& code = measure.definition().code();
    if (!own.empty() && !own.contains(code) && !measure.is_local()) continue;
    if (TermTarget(measure, term) == nullptr) continue;
    if (queries.empty() ||
        queries.back().measure_codes_size() == kTermMeasuresAtOnce) {
      queries.emplace_back();
      queries.back().set_parent(data.convention_name.substr(
          0, data.convention_name.find("/conventions/")));
      *queries.back().mutable_term() = term;
    }
    queries.back().add_measure_codes(code);
  }
  return queries;
}

}  // namespace entente::client
