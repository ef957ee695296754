// The cells of a file, whatever its form: what a sheet is read from. Places are
// told as spreadsheets name them ("G7").
#ifndef TOOLS_CLIENT_SHEETS_SHEET_GRID_H_
#define TOOLS_CLIENT_SHEETS_SHEET_GRID_H_

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "services/common/base/error.h"

namespace entente::client {

// Largest file that comes back, and the most that it holds when unpacked.
inline constexpr size_t kSheetFileBytesMax = size_t{4} << 20;
inline constexpr size_t kSheetUnpackedBytesMax = size_t{32} << 20;
// Rows and columns in which anything stands.
inline constexpr size_t kGridRowsMax = 2000;
inline constexpr size_t kGridColumnsMax = 64;
inline constexpr size_t kCellBytesMax = 4096;

struct SheetCell {
  // Text as shown, or the number as XLSX stores it ("1.5").
  std::string text = {};
  // XLSX holds a number and not a text.
  bool is_number = false;
  // Shown as a day or a time of day: 6:00 is stored as 0.25.
  bool is_date = false;
  bool is_formula = false;
  // "#DIV/0!", or true and false.
  bool is_other = false;

  bool is_empty() const { return text.empty() && !is_formula; }
};

struct SheetGrid {
  // Row by row; rows may have fewer cells than others.
  std::vector<std::vector<SheetCell>> rows = {};

  // An empty cell where nothing stands; both from 0.
  const SheetCell& At(size_t row, size_t column) const;
};

// "G7" of (6, 6); both from 0.
std::string CellAddress(size_t row, size_t column);

// INVALID_ARGUMENT / `reason`.
absl::Status SheetError(const std::string& reason, const Sentence& what);

}  // namespace entente::client

#endif  // TOOLS_CLIENT_SHEETS_SHEET_GRID_H_
