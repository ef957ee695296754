#include "tools/client/sheets/sheet_areas.h"

#include <algorithm>
#include <map>
#include <set>
#include <utility>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "services/common/base/error.h"
#include "tools/client/sheets/sheet_layout.h"

namespace entente::client {
namespace {

// As every list of areas has it (area_rules.h).
constexpr char kNoKnownArea[] = "UNKNOWN";
// Figures that a text names.
constexpr size_t kNamedMax = 20;

// Whether whoever fills in both in one sheet divides one figure: what has no
// known place is none of what the districts say.
bool IsDivided(const std::string& municipality, const std::string& one,
               const std::string& other) {
  return one != municipality && other != municipality &&
         (one == kNoKnownArea || other == kNoKnownArea);
}

// Whether `standing` counts again beside `counted`.
bool CountsAgain(const AreaTree& areas, const std::string& municipality,
                 const PlacedFigure& counted, const PlacedFigure& standing) {
  const std::string& one = counted.place.area;
  const std::string& other = standing.place.area;
  if (standing.place.measure != counted.place.measure ||
      !DoAreasOverlap(areas, municipality, one, other)) {
    return false;
  }
  return !counted.is_of_sheet || !standing.is_of_sheet ||
         !IsDivided(municipality, one, other);
}

// Whether one sheet that fills in all of `counted` and `again` counts nothing
// twice.
bool AreAllDivided(const AreaTree& areas, const std::string& municipality,
                   const std::vector<PlacedFigure>& counted,
                   const std::vector<AreaFigure>& again) {
  for (const AreaFigure& figure : again) {
    for (const PlacedFigure& one : counted) {
      if (one.place.measure == figure.measure &&
          DoAreasOverlap(areas, municipality, one.place.area, figure.area) &&
          !IsDivided(municipality, one.place.area, figure.area)) {
        return false;
      }
    }
  }
  return true;
}

// "audience" of "audience=youth"; empty of a whole.
std::string ListOf(const std::string& split) {
  return split.substr(0, split.find('='));
}

// The list by which either stands in parts.
std::string ListOfEither(const PlacedFigure& one, const PlacedFigure& other) {
  const std::string list = ListOf(other.place.split);
  return list.empty() ? ListOf(one.place.split) : list;
}

// "nuisance_actions 21004 (G4, G5); …", without what stands there.
std::string NameCells(const AreaTree& areas, const std::string& municipality,
                      const std::vector<PlacedFigure>& counted,
                      const std::vector<AreaFigure>& again) {
  std::string text;
  const size_t named = std::min(again.size(), kNamedMax);
  for (size_t i = 0; i < named; ++i) {
    const AreaFigure& figure = again[i];
    std::vector<std::string> cells;
    for (const PlacedFigure& one : counted) {
      if (one.place.measure == figure.measure && !one.cell.empty() &&
          cells.size() < kNamedMax &&
          DoAreasOverlap(areas, municipality, one.place.area, figure.area)) {
        cells.push_back(one.cell);
      }
    }
    absl::StrAppend(&text, i == 0 ? "" : "; ", figure.measure, " ",
                    figure.area);
    if (!cells.empty()) {
      absl::StrAppend(&text, " (", absl::StrJoin(cells, ", "), ")");
    }
  }
  if (named < again.size()) {
    absl::StrAppend(&text, " … (+", again.size() - named, ")");
  }
  return text;
}

// What writes the sheet that holds both, under a name of its own; one for each
// list by which parts stand.
std::string CommandsForBoth(const SheetKey& key,
                            const std::vector<AreaFigure>& again,
                            const std::set<std::string>& areas) {
  std::map<std::string, std::string> lists;
  for (const AreaFigure& figure : again) {
    std::string& list = lists[figure.measure];
    if (list.empty()) list = figure.by;
  }
  std::map<std::string, std::set<std::string>> measures;
  for (const auto& [measure, list] : lists) measures[list].insert(measure);
  std::vector<std::string> commands;
  for (const auto& [by, codes] : measures) {
    const std::string month = key.MonthText();
    commands.push_back(absl::StrCat(
        "entente collect sheet --month ", month, " --source ", key.source,
        " --measure ", absl::StrJoin(codes, " --measure "), " --area ",
        absl::StrJoin(areas, " --area "), by.empty() ? "" : " --by ", by,
        " --out ", key.source, "-", month, "-areas", by.empty() ? "" : "-", by,
        ".xlsx"));
  }
  return absl::StrJoin(commands, "; ");
}

std::string FigureText(const AreaFigure& figure) {
  const std::string text = SheetFigureText(figure.value, figure.is_hours);
  return figure.is_hours && !absl::StrContains(text, ':')
             ? absl::StrCat(text, " h")
             : text;
}

}  // namespace

bool DoAreasOverlap(const AreaTree& areas, const std::string& municipality,
                    const std::string& one, const std::string& other) {
  const auto is_wide = [&](const std::string& area) {
    return area == municipality || area == kNoKnownArea;
  };
  return one != other && (is_wide(one) || is_wide(other) ||
                          areas.IsIn(one, other) || areas.IsIn(other, one));
}

std::vector<std::string> OuterAreas(const AreaTree& areas,
                                    const std::string& municipality,
                                    const std::vector<std::string>& asked) {
  std::vector<std::string> outer;
  for (const std::string& one : asked) {
    const bool is_outer =
        std::any_of(asked.begin(), asked.end(), [&](const std::string& other) {
          return other != one &&
                 (one == municipality || areas.IsIn(other, one));
        });
    if (is_outer) outer.push_back(one);
  }
  return outer;
}

std::vector<AreaFigure> FiguresAgain(
    const AreaTree& areas, const std::string& municipality,
    const std::vector<PlacedFigure>& counted,
    const std::vector<PlacedFigure>& standing) {
  std::map<std::pair<std::string, std::string>, AreaFigure> again;
  for (const PlacedFigure& there : standing) {
    if (there.value <= 0) continue;
    const auto found = std::find_if(
        counted.begin(), counted.end(), [&](const PlacedFigure& one) {
          return CountsAgain(areas, municipality, one, there);
        });
    if (found == counted.end()) continue;
    const std::string& measure = there.place.measure;
    const std::string& area = there.place.area;
    AreaFigure& figure = again[{measure, area}];
    figure.measure = measure;
    figure.area = area;
    figure.is_hours = found->is_hours;
    figure.value += there.value;
    if (figure.by.empty()) figure.by = ListOfEither(*found, there);
  }
  std::vector<AreaFigure> figures;
  for (auto& [place, figure] : again) figures.push_back(std::move(figure));
  return figures;
}

std::vector<PlacedFigure> CountedAnew(const ReturnedSheet& sheet,
                                      const SheetPlan& plan) {
  std::vector<PlacedFigure> counted;
  for (const SheetChange& change : plan.changes) {
    const SheetEntry& entry = sheet.entries[change.entry];
    if (change.after <= change.before.value_or(0)) continue;
    counted.push_back({.place = entry.place,
                       .is_hours = entry.is_hours,
                       .value = change.after,
                       .is_of_sheet = true,
                       .cell = entry.cell});
  }
  return counted;
}

std::vector<PlacedFigure> FiguresOfSheet(
    const ReturnedSheet& sheet, const std::vector<RowStanding>& standings) {
  std::vector<PlacedFigure> figures;
  for (size_t i = 0; i < sheet.entries.size(); ++i) {
    const SheetEntry& entry = sheet.entries[i];
    const int64_t standing =
        standings[i].is_withdrawn ? 0 : standings[i].value.value_or(0);
    figures.push_back({.place = entry.place,
                       .is_hours = entry.is_hours,
                       .value = entry.value.value_or(standing),
                       .is_of_sheet = entry.value.has_value()});
  }
  return figures;
}

std::string NameFigures(const std::vector<AreaFigure>& figures) {
  std::string text;
  const size_t named = std::min(figures.size(), kNamedMax);
  for (size_t i = 0; i < named; ++i) {
    absl::StrAppend(&text, i == 0 ? "" : "; ", figures[i].measure, " ",
                    figures[i].area, ": ", FigureText(figures[i]));
  }
  if (named < figures.size()) {
    absl::StrAppend(&text, " … (+", figures.size() - named, ")");
  }
  return text;
}

absl::Status AreaOtherwise(const AreaTree& areas, const SheetKey& key,
                           const std::vector<PlacedFigure>& counted,
                           const std::vector<AreaFigure>& again) {
  std::set<std::string> measures;
  std::set<std::string> asked;
  for (const AreaFigure& figure : again) {
    measures.insert(figure.measure);
    asked.insert(figure.area);
  }
  for (const PlacedFigure& one : counted) {
    if (measures.contains(one.place.measure)) asked.insert(one.place.area);
  }
  const std::string month = key.MonthText();
  const std::string named = NameCells(areas, key.municipality, counted, again);
  const std::string command = CommandsForBoth(key, again, asked);
  // An area takes in what those below it say.
  Sentence divided;
  if (AreAllDivided(areas, key.municipality, counted, again)) {
    divided = {
        "; where each area has actions of its own, fill in both in that one "
        "sheet",
        " ; si chaque lieu a ses propres actions, remplissez les deux dans ce "
        "même relevé",
        "; heeft elk gebied eigen acties, vul dan beide in dat ene blad in"};
  }
  return MakeError(
      absl::StatusCode::kFailedPrecondition,
      {.reason = "SHEET_AREA_OTHERWISE",
       .sentence = {
           absl::StrCat("Figures of sheets of ", key.source, " for ", month,
                        " count twice beside this one, since the one area "
                        "takes in the other: ",
                        named,
                        ". Where they are the same actions, bring those to 0 "
                        "in a sheet that holds both (",
                        command, ")", divided.en,
                        "; say --adds where they are others."),
           absl::StrCat("Des chiffres de relevés de ", key.source, " pour ",
                        month,
                        " comptent deux fois avec celui-ci, l'un des lieux "
                        "comprenant l'autre : ",
                        named,
                        ". Si ce sont les mêmes actions, mettez-les à 0 dans "
                        "un relevé qui contient les deux (",
                        command, ")", divided.fr,
                        " ; dites --adds si ce sont d'autres."),
           absl::StrCat("Cijfers van bladen van ", key.source, " voor ", month,
                        " tellen dubbel naast dit blad, omdat het ene gebied "
                        "het andere omvat: ",
                        named,
                        ". Zijn het dezelfde acties, zet die dan op 0 in een "
                        "blad met beide (",
                        command, ")", divided.nl,
                        "; zeg --adds als het andere zijn.")}});
}

}  // namespace entente::client
