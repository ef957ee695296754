#include "tests/disclosure/drawn_figures.h"

#include <algorithm>
#include <cstddef>
#include <iostream>
#include <set>

namespace entente::indicators {

std::string TextOf(const Spot& spot) {
  std::string text = spot.area;
  for (const std::string& code : {spot.audience, spot.theme}) {
    if (!code.empty()) text += "/" + code;
  }
  return text;
}

void KeepCounted(const AreaList& areas, int64_t threshold,
                 ReleasedTable& table) {
  if (!table.persons.has_value()) return;
  for (const auto& [place, least] : *table.persons) {
    table.below[place.second] = areas.WithDescendants(place.second);
  }
  table.persons =
      CountedPersons(*table.persons, table.figures, areas, threshold);
}

void DrawnFigures::Begin(const AreaList& areas,
                         const std::vector<Spot>& spots) {
  spots_ = spots;
  std::set<std::string> drawn;
  std::cout << "story\ncodes";
  for (const Spot& spot : spots_) {
    std::cout << " " << TextOf(spot);
    drawn.insert(spot.area);
  }
  std::cout << "\n";
  for (const std::string& area : drawn) {
    std::cout << "within " << area;
    for (const std::string& one : areas.WithDescendants(area)) {
      std::cout << " " << one;
    }
    std::cout << "\n";
  }
}

void DrawnFigures::Set(int32_t month, const Spot& spot, int64_t value) {
  figures_[{month, spot}] = {value, value, 1};
}

void DrawnFigures::SetPersons(int32_t month, const std::string& area,
                              int64_t least) {
  persons_[{month, area}] = least;
}

void DrawnFigures::Print(int32_t month) const {
  const int version = VersionOf(month);
  for (const Spot& spot : spots_) {
    const Figure& figure = figures_.at({month, spot});
    std::cout << "figure " << month << " " << version << " " << TextOf(spot)
              << " " << figure.value << " " << figure.denominator << "\n";
  }
  for (const auto& [place, least] : persons_) {
    if (place.first != month) continue;
    std::cout << "persons " << month << " " << version << " " << place.second
              << " " << least << "\n";
  }
}

void DrawnFigures::Draw(int32_t month, bool has_persons) {
  std::set<std::string> areas;
  for (const Spot& spot : spots_) {
    DrawFigure(month, spot);
    areas.insert(spot.area);
  }
  for (const std::string& area : areas) {
    if (has_persons) DrawPersons(month, area);
  }
  Print(month);
}

void DrawnFigures::DrawSkewed(int32_t month) {
  for (size_t i = 0; i < spots_.size(); ++i) {
    const int most = std::max(4, 60 / (1 + static_cast<int>(i)));
    Set(month, spots_[i], Below(5) == 0 ? 0 : Below(most));
  }
  Print(month);
}

void DrawnFigures::Correct(int32_t month, bool has_persons) {
  ++versions_[month];
  const Spot& spot = spots_[Below(static_cast<int>(spots_.size()))];
  DrawFigure(month, spot);
  if (has_persons) DrawPersons(month, spot.area);
  Print(month);
}

PersonsBounds DrawnFigures::PersonsIn(const MonthSpan& span) const {
  PersonsBounds persons;
  for (const auto& [place, least] : persons_) {
    if (place.first < span.first || place.first > span.last) continue;
    persons[place] = least;
  }
  return persons;
}

int DrawnFigures::VersionOf(int32_t month) const {
  const auto found = versions_.find(month);
  return found == versions_.end() ? 0 : found->second;
}

void DrawnFigures::DrawFigure(int32_t month, const Spot& spot) {
  Figure& figure = figures_[{month, spot}];
  figure.value = Below(3) == 0 ? Below(6) : Below(50);
  // Never below the numerator.
  figure.denominator = figure.value + (Below(2) == 0 ? 0 : Below(8));
}

void DrawnFigures::DrawPersons(int32_t month, const std::string& area) {
  persons_.erase({month, area});
  // Nobody says anything of them.
  if (Below(10) == 0) return;
  int64_t value = 0;
  for (const Spot& spot : spots_) {
    if (spot.area == area) value += figures_.at({month, spot}).value;
  }
  // Some come back, and are counted again.
  const int64_t persons = Below(6) == 0 ? Below(5) : 5 + Below(20);
  // Who says so and who counts are not the same: at times there are more of
  // them than were counted.
  persons_[{month, area}] = Below(4) == 0 ? persons : std::min(value, persons);
}

}  // namespace entente::indicators
