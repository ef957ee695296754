#include "services/indicators/completeness_rules.h"

#include <algorithm>

#include "services/indicators/fact_rules.h"

namespace entente::indicators {
namespace {

namespace v1 = entente::indicators::v1;

bool IsNamed(const MeasureInfo& measure, absl::string_view source,
             int32_t month) {
  const v1::MeasureSettings* settings = measure.settings.At(month);
  if (settings == nullptr) return false;
  const auto& allowed = settings->allowed_sources();
  return std::find(allowed.begin(), allowed.end(), source) != allowed.end();
}

// Whether those that it names should report it.
bool IsReported(const MeasureInfo& measure, int32_t month) {
  // The month as a whole: day 0.
  return !IsStatedKind(measure.definition.kind()) &&
         measure.IsInTerm(static_cast<uint32_t>(month) * 32);
}

bool IsExpected(const MeasureInfo& measure, absl::string_view source,
                int32_t month) {
  return IsNamed(measure, source, month) && IsReported(measure, month);
}

}  // namespace

Completeness CompletenessOf(
    const Definitions& definitions, absl::string_view source, int32_t month,
    const google::protobuf::RepeatedPtrField<v1::SourceMeasureRecord>& reported,
    bool is_own) {
  Completeness completeness;
  for (const MeasureInfo& measure : definitions.measures()) {
    if (measure.definition.is_sensitive() && !is_own) continue;
    if (!IsExpected(measure, source, month)) continue;
    ++completeness.expected;
    const bool is_reported =
        std::any_of(reported.begin(), reported.end(),
                    [&](const v1::SourceMeasureRecord& record) {
                      return record.measure_code() == measure.code() &&
                             record.contributions() > 0;
                    });
    if (!is_reported) completeness.missing.push_back(measure.code());
  }
  std::sort(completeness.missing.begin(), completeness.missing.end());
  return completeness;
}

std::set<std::string> NamedSources(const Definitions& definitions,
                                   int32_t month, absl::string_view viewer) {
  std::set<std::string> named;
  for (const MeasureInfo& measure : definitions.measures()) {
    const v1::MeasureSettings* settings = measure.settings.At(month);
    if (settings == nullptr || !IsReported(measure, month)) continue;
    for (const std::string& source : settings->allowed_sources()) {
      if (measure.definition.is_sensitive() && source != viewer) continue;
      named.insert(source);
    }
  }
  return named;
}

}  // namespace entente::indicators
