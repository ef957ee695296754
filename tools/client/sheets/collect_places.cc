#include "tools/client/sheets/collect_places.h"

#include "absl/strings/str_cat.h"

namespace entente::client {

std::vector<SheetPlace> SheetPlacesOf(const MeasureLookup& measures,
                                      const std::string& code) {
  std::vector<SheetPlace> places;
  const auto* const measure = measures.Find(code);
  if (measure == nullptr) return places;
  for (const std::string& area : measures.areas()) {
    places.push_back({.measure = code, .area = area});
    for (const std::string& by : measure->definition().breakdowns()) {
      const auto* const list = measures.FindList(by);
      if (list == nullptr) continue;
      for (const auto& one : list->codes()) {
        places.push_back({.measure = code,
                          .split = absl::StrCat(by, "=", one.code()),
                          .area = area});
      }
    }
  }
  return places;
}

}  // namespace entente::client
