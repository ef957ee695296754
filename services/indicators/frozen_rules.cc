#include "services/indicators/frozen_rules.h"

#include <algorithm>
#include <map>
#include <set>
#include <utility>

#include "absl/strings/str_cat.h"
#include "services/common/base/hash.h"

namespace entente::indicators {
namespace {

namespace v1 = entente::indicators::v1;

using Place = std::pair<std::string, std::string>;

Place PlaceOf(const v1::PeriodFigure& figure) {
  return {figure.measure_code(), figure.area()};
}

bool IsSame(const v1::PeriodFigure& a, const v1::PeriodFigure& b) {
  return a.value() == b.value() && a.denominator() == b.denominator() &&
         a.contributions() == b.contributions();
}

v1::PeriodFigure NoFigure(const v1::PeriodFigure& other) {
  v1::PeriodFigure none;
  none.set_measure_code(other.measure_code());
  none.set_kind(other.kind());
  none.set_area(other.area());
  return none;
}

}  // namespace

void SortFigures(PeriodFigures& figures) {
  std::sort(figures.begin(), figures.end(),
            [](const v1::PeriodFigure& a, const v1::PeriodFigure& b) {
              return PlaceOf(a) < PlaceOf(b);
            });
}

std::string HashOf(const v1::PeriodVersion& version) {
  std::string text = absl::StrCat(version.name(), "\n");
  for (const v1::PeriodFigure& figure : version.figures()) {
    absl::StrAppend(&text, figure.measure_code(), " ", figure.area(), " ",
                    figure.value(), " ", figure.denominator(), " ",
                    figure.contributions(), "\n");
  }
  return Sha256Hex(text);
}

bool IsSensitive(const Definitions& definitions,
                 const v1::PeriodFigure& figure) {
  if (figure.is_confidential()) return true;
  const int place = definitions.Find(figure.measure_code());
  // One that is no longer defined may have been: nobody can tell.
  return place < 0 || definitions.measures()[place].definition.is_sensitive();
}

bool WithholdFigures(const Definitions& definitions,
                     v1::PeriodVersion& version) {
  std::set<std::string> withheld;
  v1::PeriodVersion shown;
  for (const v1::PeriodFigure& figure : version.figures()) {
    if (!IsSensitive(definitions, figure)) {
      *shown.add_figures() = figure;
      continue;
    }
    if (!withheld.insert(figure.measure_code()).second) continue;
    v1::PeriodFigure& entry = *shown.add_figures();
    entry.set_measure_code(figure.measure_code());
    entry.set_kind(figure.kind());
    entry.set_is_confidential(true);
  }
  version.mutable_figures()->Swap(shown.mutable_figures());
  // Small figures are found from their hash by trying.
  if (!withheld.empty()) version.clear_sha256();
  return !withheld.empty();
}

void CompareFigures(const Definitions& definitions,
                    const PeriodFigures& present, v1::PeriodVersion& version) {
  std::map<Place, std::pair<const v1::PeriodFigure*, const v1::PeriodFigure*>>
      places;
  for (const v1::PeriodFigure& figure : version.figures()) {
    places[PlaceOf(figure)].first = &figure;
  }
  for (const v1::PeriodFigure& figure : present) {
    places[PlaceOf(figure)].second = &figure;
  }
  std::vector<v1::FigureChange> changes;
  bool is_outdated = false;
  for (const auto& [place, both] : places) {
    const auto& [frozen, now] = both;
    if (frozen != nullptr && now != nullptr && IsSame(*frozen, *now)) continue;
    is_outdated = true;
    const v1::PeriodFigure& known = frozen != nullptr ? *frozen : *now;
    if (IsSensitive(definitions, known) || changes.size() == kChangesShown) {
      continue;
    }
    v1::FigureChange& change = changes.emplace_back();
    *change.mutable_frozen() = frozen != nullptr ? *frozen : NoFigure(known);
    *change.mutable_present() = now != nullptr ? *now : NoFigure(known);
  }
  version.set_is_outdated(is_outdated);
  for (v1::FigureChange& change : changes) {
    *version.add_changes() = std::move(change);
  }
}

}  // namespace entente::indicators
