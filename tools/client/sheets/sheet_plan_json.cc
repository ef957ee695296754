#include "tools/client/sheets/sheet_plan_json.h"

#include <utility>

#include "nlohmann/json.hpp"

namespace entente::client {

using nlohmann::ordered_json;

std::string SheetPlanJson(const ReturnedSheet& sheet, const SheetPlan& plan,
                          const std::vector<AreaFigure>& again,
                          const std::vector<EnteredFigure>& entered) {
  ordered_json document;
  document["source"] = sheet.key.source;
  document["month"] = sheet.key.MonthText();
  document["changes"] = ordered_json::array();
  for (const SheetChange& change : plan.changes) {
    const SheetEntry& entry = sheet.entries[change.entry];
    ordered_json one;
    one["cell"] = entry.cell;
    one["measure"] = entry.place.measure;
    one["split"] = entry.place.split;
    one["area"] = entry.place.area;
    one["before"] = change.before.has_value() ? ordered_json(*change.before)
                                              : ordered_json();
    one["after"] = change.after;
    one["events_otherwise"] = change.otherwise;
    document["changes"].push_back(std::move(one));
  }
  document["unchanged"] = plan.unchanged;
  document["empty"] = plan.empty;
  document["adds_to_delivery"] = plan.added;
  document["counted_again"] = ordered_json::array();
  for (const AreaFigure& figure : again) {
    ordered_json one;
    one["measure"] = figure.measure;
    one["area"] = figure.area;
    one["value"] = figure.value;
    document["counted_again"].push_back(std::move(one));
  }
  document["adds_to_activities"] = ordered_json::array();
  for (const EnteredFigure& figure : entered) {
    ordered_json one;
    one["measure"] = figure.measure;
    one["entries"] = figure.entries;
    one["value"] = figure.value;
    document["adds_to_activities"].push_back(std::move(one));
  }
  document["remarks"] = sheet.remarks;
  // What a file names is shown with replacement signs where it is no UTF-8.
  return document.dump(2, ' ', false, ordered_json::error_handler_t::replace) +
         "\n";
}

}  // namespace entente::client
