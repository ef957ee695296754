// A sheet that came back: recognised by its code, and every cell that is not
// for figures or remarks as it was written. Rows may stand in another order.
#ifndef TOOLS_CLIENT_SHEETS_SHEET_READER_H_
#define TOOLS_CLIENT_SHEETS_SHEET_READER_H_

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "tools/client/sheets/sheet.h"
#include "tools/client/sheets/sheet_figures.h"
#include "tools/client/sheets/sheet_grid.h"

namespace entente::client {

struct SheetEntry {
  size_t number = 0;
  SheetPlace place = {};
  std::string title = {};
  // Where its figure stands, "G7".
  std::string cell = {};
  bool is_hours = false;
  // Things or minutes; not set where nothing was filled in.
  std::optional<int64_t> value = {};
};

struct ReturnedSheet {
  SheetKey key = {};
  // As in the file.
  std::string code = {};
  // By number.
  std::vector<SheetEntry> entries = {};
  // Cells that are not taken, from the top.
  std::vector<SheetFault> faults = {};
  // Cells with a remark; what they say is not read.
  std::vector<std::string> remarks = {};
};

// Whether a measure is of hours; nullopt for one that is not counted.
using HoursOf = std::function<std::optional<bool>(const std::string& measure)>;

// The cells of a file of either form. Errors: those of ReadXlsxGrids and
// ReadCsvGrid, and SHEET_TOO_LARGE beyond kSheetFileBytesMax. Pure.
absl::StatusOr<std::vector<SheetGrid>> ReadGrids(const std::string& bytes);

// Whose sheet it is, before anything else is looked at. Errors,
// INVALID_ARGUMENT: SHEET_CODE_MISSING (no page has a code in A1),
// SHEET_CODE_DAMAGED. Pure.
absl::StatusOr<SheetCode> FindSheetCode(const std::vector<SheetGrid>& grids);

// Errors, INVALID_ARGUMENT: those, and with the place and never what stands
// there SHEET_FORMULA, SHEET_ALTERED, SHEET_ROW_TWICE, SHEET_ROWS_MISSING.
// Pure.
absl::StatusOr<ReturnedSheet> ReadSheet(const std::vector<SheetGrid>& grids,
                                        const HoursOf& hours_of);

}  // namespace entente::client

#endif  // TOOLS_CLIENT_SHEETS_SHEET_READER_H_
