#include "tools/client/iati/iati_targets.h"

#include <cstdint>
#include <string>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "services/conventions/money/date.h"
#include "tools/client/term_targets.h"

namespace entente::client {
namespace {

namespace v1 = entente::conventions::v1;
using indicators::v1::Measure;
using indicators::v1::MeasureSettings;
using indicators::v1::Target;
using pugi::xml_node;

constexpr int kMinutesOfHour = 60;

// Whether its targets are numbers: not yes or no, and no words.
bool IsNumber(v1::MeasureKind kind) {
  return kind == v1::MEASURE_KIND_COUNT || kind == v1::MEASURE_KIND_HOURS ||
         kind == v1::MEASURE_KIND_RATIO;
}

// As a release has it: what nobody said may be published.
bool IsKeptFromPublic(const Measure& measure) {
  const MeasureSettings::Audience audience = measure.settings().audience();
  return audience != MeasureSettings::AUDIENCE_UNSPECIFIED &&
         audience != MeasureSettings::AUDIENCE_PUBLIC;
}

std::string ValueText(v1::MeasureKind kind, int64_t value) {
  if (kind != v1::MEASURE_KIND_HOURS) return absl::StrCat(value);
  if (value % kMinutesOfHour == 0) return absl::StrCat(value / kMinutesOfHour);
  return absl::StrFormat("%.2f", static_cast<double>(value) / kMinutesOfHour);
}

// The measure of `node`; null where it has none, several, or one of which no
// target is published.
const Measure* MeasureOf(const IatiData& data, const v1::Node& node) {
  if (node.measure_codes_size() != 1) return nullptr;
  const Measure* const measure = FindMeasure(data, node.measure_codes(0));
  if (measure == nullptr) return nullptr;
  const v1::MeasureDefinition& definition = measure->definition();
  return definition.is_sensitive() || !IsNumber(definition.kind()) ||
                 IsKeptFromPublic(*measure)
             ? nullptr
             : measure;
}

}  // namespace

void WriteIndicatorTarget(const IatiData& data, const v1::Node& node,
                          xml_node indicator) {
  const Measure* const measure = MeasureOf(data, node);
  if (measure == nullptr) return;
  const Target* const target = TermTarget(*measure, TermOf(data.convention));
  if (target == nullptr || target->is_internal()) return;
  const v1::MeasureKind kind = measure->definition().kind();
  // More is, where nothing is said.
  if (measure->definition().direction() == v1::DIRECTION_LESS) {
    indicator.append_attribute("ascending") = "0";
  }
  xml_node period = indicator.append_child("period");
  period.append_child("period-start").append_attribute("iso-date") =
      conventions::FormatIsoDate(data.convention.valid_from()).c_str();
  period.append_child("period-end").append_attribute("iso-date") =
      conventions::FormatIsoDate(data.convention.valid_until()).c_str();
  period.append_child("target").append_attribute("value") =
      ValueText(kind, target->value()).c_str();
}

}  // namespace entente::client
