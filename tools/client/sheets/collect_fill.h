// What a sheet asks for, and what it says of it already.
#ifndef TOOLS_CLIENT_SHEETS_COLLECT_FILL_H_
#define TOOLS_CLIENT_SHEETS_COLLECT_FILL_H_

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "tools/client/cli.h"
#include "tools/client/sheets/sheet.h"

namespace entente::client {

struct SheetRequest {
  // As it was typed.
  std::string month = {};
  std::string source = {};
  // By code; empty: all that are counted and whose term holds the month.
  std::vector<std::string> measures = {};
  // Empty: the municipality.
  std::vector<std::string> areas = {};
  // Code list by which measures are split, where they are; empty: none is.
  std::string by = {};
};

// Whose sheet, and of which month. `parent` is "municipalities/{refnis}".
// Errors: UsageError where --month is none.
absl::StatusOr<SheetKey> SheetKeyOf(const SheetRequest& request,
                                    const std::string& parent);

// A row for each measure, or part of it, and area, with what was delivered and
// what is known; beside them what was delivered in areas that overlap. Its due
// day is not set. `parent` is "municipalities/{refnis}". Errors:
// MEASURE_NOT_COUNTED, NO_MEASURES, CODE_LIST_UNKNOWN, MEASURE_NOT_SPLIT,
// SHEET_TOO_LARGE, SHEET_SPLIT_OTHERWISE (collect_parts.h), those of the
// service.
absl::StatusOr<Sheet> FillSheet(Cli& cli, const SheetRequest& request,
                                const std::string& parent, Language language);

}  // namespace entente::client

#endif  // TOOLS_CLIENT_SHEETS_COLLECT_FILL_H_
