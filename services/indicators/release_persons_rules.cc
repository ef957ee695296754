#include "services/indicators/release_persons_rules.h"

#include <algorithm>
#include <vector>

#include "absl/strings/str_cat.h"
#include "services/indicators/release_errors.h"
#include "services/indicators/settings_rules.h"

namespace entente::indicators {

namespace cv1 = entente::conventions::v1;

namespace {

// Empty: settings name none.
std::string PersonsMeasureOf(const MeasureInfo& measure, int32_t month) {
  const v1::MeasureSettings* const settings = measure.settings.At(month);
  return settings == nullptr ? std::string() : settings->persons_measure_code();
}

}  // namespace

PersonsCodes PersonsCodesOf(const MeasureInfo& measure,
                            const Definitions& definitions,
                            const MonthSpan& span) {
  PersonsCodes codes;
  for (int32_t month = span.first; month <= span.last; ++month) {
    const std::string code = PersonsMeasureOf(measure, month);
    const int place = code.empty() ? -1 : definitions.Find(code);
    if (place >= 0 &&
        ValidatePersonsMeasure(measure.definition,
                               definitions.measures()[place].definition)
            .ok()) {
      codes[month] = code;
    }
  }
  return codes;
}

PersonsBounds FewestOf(const PersonsBounds& a, const PersonsBounds& b) {
  PersonsBounds fewest;
  for (const auto& [place, least] : a) {
    const auto other = b.find(place);
    if (other != b.end()) fewest[place] = std::min(least, other->second);
  }
  return fewest;
}

int64_t PersonsAtLeast(const Figure& figure, bool is_own) {
  const int64_t value = std::max<int64_t>(figure.value, 0);
  if (is_own || figure.contributions <= 1) return value;
  return (value + figure.contributions - 1) / figure.contributions;
}

PersonsBounds CountedPersons(const PersonsBounds& persons,
                             const MeasureFigures& figures,
                             const AreaList& areas, int64_t threshold) {
  PersonsBounds counted;
  for (const auto& [place, least] : persons) {
    const auto& [month, area] = place;
    std::vector<std::string> within = areas.WithDescendants(area);
    // Of an area that is in no list nothing is below it.
    if (within.empty()) within.push_back(area);
    int64_t value = 0;
    for (const std::string& one : within) {
      const auto figure = figures.find({month, one});
      if (figure != figures.end()) value += figure->second.value;
    }
    if (value >= threshold) counted[place] = least;
  }
  return counted;
}

bool CountsPersons(const MeasureInfo& measure, const v1::Release& release) {
  return release.audience() == v1::Release::AUDIENCE_PUBLIC &&
         measure.definition.is_sensitive();
}

absl::Status CheckPersons(const MeasureInfo& measure, const MonthSpan& span,
                          const v1::Release& release) {
  if (!CountsPersons(measure, release)) return absl::OkStatus();
  if (measure.definition.kind() == cv1::MEASURE_KIND_RATIO) {
    return ReleaseSensitiveRatio(measure.code());
  }
  for (int32_t month = span.first; month <= span.last; ++month) {
    if (!PersonsMeasureOf(measure, month).empty()) return absl::OkStatus();
  }
  return ReleasePersonsUnknown(measure.code());
}

std::string BasisText(const PersonsBounds& persons) {
  std::string text;
  for (const auto& [place, least] : persons) {
    absl::StrAppend(&text, "persons ", place.first, " ", place.second, " ",
                    least, "\n");
  }
  return text;
}

}  // namespace entente::indicators
