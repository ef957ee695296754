// That no figure is delivered twice, once by one code list and once by another
// or as a whole.
#ifndef TOOLS_CLIENT_SHEETS_COLLECT_PARTS_H_
#define TOOLS_CLIENT_SHEETS_COLLECT_PARTS_H_

#include <vector>

#include "absl/status/status.h"
#include "tools/client/cli.h"
#include "tools/client/measure_lookup.h"
#include "tools/client/sheets/sheet.h"

namespace entente::client {

// OK unless something counts that another sheet of the source delivered for a
// part of one of `counted`. `places` are all of this sheet, `counted` those
// where it counts something: what it brings to 0 counts twice nowhere.
// FAILED_PRECONDITION / SHEET_SPLIT_OTHERWISE naming measure and code list;
// those of BatchGetEventCounts.
absl::Status CheckPartsElsewhere(Cli& cli, const MeasureLookup& measures,
                                 const SheetKey& key,
                                 const std::vector<SheetPlace>& places,
                                 const std::vector<SheetPlace>& counted);

}  // namespace entente::client

#endif  // TOOLS_CLIENT_SHEETS_COLLECT_PARTS_H_
