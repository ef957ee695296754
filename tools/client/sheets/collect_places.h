// Every place that sheets of a municipality may have.
#ifndef TOOLS_CLIENT_SHEETS_COLLECT_PLACES_H_
#define TOOLS_CLIENT_SHEETS_COLLECT_PLACES_H_

#include <string>
#include <vector>

#include "tools/client/measure_lookup.h"
#include "tools/client/sheets/sheet.h"

namespace entente::client {

// Those of measure `code`, as a whole and by each code of its lists, in every
// area; none where it is not defined.
std::vector<SheetPlace> SheetPlacesOf(const MeasureLookup& measures,
                                      const std::string& code);

}  // namespace entente::client

#endif  // TOOLS_CLIENT_SHEETS_COLLECT_PLACES_H_
