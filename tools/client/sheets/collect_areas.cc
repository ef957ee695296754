#include "tools/client/sheets/collect_areas.h"

#include <algorithm>
#include <map>
#include <set>
#include <string>
#include <utility>

#include "tools/client/sheets/collect_commands.h"
#include "tools/client/sheets/collect_places.h"

namespace entente::client {
namespace {

// Places, each once, in which a figure may count again beside `counted`, and
// that are none of `own`.
std::vector<SheetPlace> PlacesElsewhere(
    const MeasureLookup& measures, const AreaTree& tree, const SheetKey& key,
    const std::vector<SheetPlace>& own,
    const std::vector<PlacedFigure>& counted) {
  // By event: a measure as a whole is its part of which no code is known.
  std::set<std::string> seen;
  for (const SheetPlace& place : own) seen.insert(SheetEventId(key, place, 0));
  std::map<std::string, std::set<std::string>> areas;
  for (const PlacedFigure& one : counted) {
    areas[one.place.measure].insert(one.place.area);
  }
  std::vector<SheetPlace> places;
  for (const auto& [measure, counted_areas] : areas) {
    for (SheetPlace& place : SheetPlacesOf(measures, measure)) {
      const bool is_beside = std::any_of(
          counted_areas.begin(), counted_areas.end(),
          [&](const std::string& area) {
            return DoAreasOverlap(tree, key.municipality, area, place.area);
          });
      if (is_beside && seen.insert(SheetEventId(key, place, 0)).second) {
        places.push_back(std::move(place));
      }
    }
  }
  return places;
}

}  // namespace

absl::StatusOr<std::vector<PlacedFigure>> ReadFiguresElsewhere(
    Cli& cli, const MeasureLookup& measures, const AreaTree& areas,
    const SheetKey& key, const std::vector<SheetPlace>& own,
    const std::vector<PlacedFigure>& counted) {
  const std::vector<SheetPlace> places =
      PlacesElsewhere(measures, areas, key, own, counted);
  ENTENTE_ASSIGN_OR_RETURN(const std::vector<RowStanding> standings,
                           ReadStandings(cli, key, places));
  std::vector<PlacedFigure> figures;
  for (size_t i = 0; i < places.size(); ++i) {
    const RowStanding& standing = standings[i];
    if (standing.is_withdrawn || standing.value.value_or(0) <= 0) continue;
    figures.push_back({.place = places[i], .value = *standing.value});
  }
  return figures;
}

absl::StatusOr<std::vector<AreaFigure>> ReadFiguresAgain(
    Cli& cli, const MeasureLookup& measures, const AreaTree& areas,
    const ReturnedSheet& sheet, const SheetPlan& plan,
    const std::vector<RowStanding>& standings) {
  const std::vector<PlacedFigure> counted = CountedAnew(sheet, plan);
  if (counted.empty()) return std::vector<AreaFigure>();
  std::vector<PlacedFigure> standing = FiguresOfSheet(sheet, standings);
  std::vector<SheetPlace> own;
  for (const PlacedFigure& figure : standing) own.push_back(figure.place);
  ENTENTE_ASSIGN_OR_RETURN(
      const std::vector<PlacedFigure> elsewhere,
      ReadFiguresElsewhere(cli, measures, areas, sheet.key, own, counted));
  standing.insert(standing.end(), elsewhere.begin(), elsewhere.end());
  return FiguresAgain(areas, sheet.key.municipality, counted, standing);
}

}  // namespace entente::client
