// That no figure of sheets is counted twice, once for an area and once for
// another that takes it in. Pure.
#ifndef TOOLS_CLIENT_SHEETS_SHEET_AREAS_H_
#define TOOLS_CLIENT_SHEETS_SHEET_AREAS_H_

#include <cstdint>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "tools/client/area_tree.h"
#include "tools/client/sheets/sheet.h"
#include "tools/client/sheets/sheet_plan.h"

namespace entente::client {

// A figure in its place.
struct PlacedFigure {
  SheetPlace place = {};
  bool is_hours = false;
  // Things or minutes.
  int64_t value = 0;
  // Filled in by the sheet that is read, and seen there beside its others.
  bool is_of_sheet = false;
  // "G7" of the sheet that is read; empty where it is none of its rows.
  std::string cell = {};
};

// Whether a figure of the one area may say again what one of another says: an
// area takes in all below it, the municipality every area, and what has no
// known place may be anywhere. Of one and the same area it is the same event.
// Areas that `areas` does not hold are taken for siblings.
bool DoAreasOverlap(const AreaTree& areas, const std::string& municipality,
                    const std::string& one, const std::string& other);

// Those of `asked` in which others of `asked` lie: whoever fills in both says
// each action for one of them.
std::vector<std::string> OuterAreas(const AreaTree& areas,
                                    const std::string& municipality,
                                    const std::vector<std::string>& asked);

// Those of `standing` above 0 that count again beside one of `counted`, which
// is of the same measure, by measure and area. One sheet may fill in what has
// no known place beside districts, never beside the municipality; nor a
// district beside what lies in it.
std::vector<AreaFigure> FiguresAgain(const AreaTree& areas,
                                     const std::string& municipality,
                                     const std::vector<PlacedFigure>& counted,
                                     const std::vector<PlacedFigure>& standing);

// What `sheet` counts anew: its changes that count more than stood there. One
// that takes back some counts nothing twice that did not before.
std::vector<PlacedFigure> CountedAnew(const ReturnedSheet& sheet,
                                      const SheetPlan& plan);

// What stands in the places of `sheet` once it is delivered. `standings` is one
// per entry.
std::vector<PlacedFigure> FiguresOfSheet(
    const ReturnedSheet& sheet, const std::vector<RowStanding>& standings);

// "nuisance_actions 21004: 10; training_hours UNKNOWN: 1,5 h", at most 20.
std::string NameFigures(const std::vector<AreaFigure>& figures);

// FAILED_PRECONDITION / SHEET_AREA_OTHERWISE naming `again`, by measure, area
// and the cells of what is `counted`, and how a sheet is asked for that holds
// both: no figure, which may be of a sensitive measure. `again` is not empty.
absl::Status AreaOtherwise(const AreaTree& areas, const SheetKey& key,
                           const std::vector<PlacedFigure>& counted,
                           const std::vector<AreaFigure>& again);

}  // namespace entente::client

#endif  // TOOLS_CLIENT_SHEETS_SHEET_AREAS_H_
