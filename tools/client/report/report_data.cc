#include "tools/client/report/report_data.h"

#include <map>
#include <set>
#include <string>

#include "absl/strings/match.h"
#include "tools/client/measure_versions.h"
#include "tools/client/report/labels.h"

namespace entente::client {

void ReportData::RaiseSensitivity() {
  std::set<std::string> sensitive;
  for (const auto& measure : measures) {
    if (measure.definition().is_sensitive()) {
      sensitive.insert(measure.definition().code());
    }
  }
  for (const auto& one : series) {
    if (one.is_confidential()) sensitive.insert(one.measure_code());
  }
  for (const auto& one : term_achievements) {
    if (one.is_confidential()) sensitive.insert(one.measure_code());
  }
  for (auto& definition : definitions) {
    if (sensitive.contains(definition.code())) {
      definition.set_is_sensitive(true);
    }
  }
  for (auto& measure : measures) {
    if (measure.is_local() && sensitive.contains(measure.definition().code())) {
      measure.mutable_definition()->set_is_sensitive(true);
    }
  }
}

void ReportData::NameAsOn(const google::type::Date& day) {
  std::map<std::string, conventions::v1::MeasureDefinition> named;
  for (auto& measure : measures) {
    *measure.mutable_definition() = DefinitionOn(measure, day);
    named[measure.definition().code()] = measure.definition();
  }
  for (auto& definition : definitions) {
    const auto found = named.find(definition.code());
    if (found == named.end()) continue;
    *definition.mutable_title() = found->second.title();
    *definition.mutable_unit() = found->second.unit();
    definition.set_direction(found->second.direction());
  }
}

bool ReportData::IsMissing(const std::string& part) const {
  for (const MissingPart& candidate : missing) {
    if (absl::StartsWith(candidate.part, part)) return true;
  }
  return false;
}

bool ReportData::IsMoneyMissing() const {
  return IsMissing("conventions.budget.envelopes") ||
         IsMissing("conventions.budget.lines");
}

const Sentence& ReportData::InsteadOf(const std::string& part) const {
  for (const MissingPart& candidate : missing) {
    if (!absl::StartsWith(candidate.part, part)) continue;
    return candidate.is_forbidden() ? labels::kHidden : labels::kUnread;
  }
  return labels::kUnread;
}

}  // namespace entente::client
