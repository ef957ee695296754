#include "tools/client/sheets/sheet_grid.h"

#include "absl/strings/str_cat.h"

namespace entente::client {

const SheetCell& SheetGrid::At(size_t row, size_t column) const {
  static const SheetCell* const kEmpty = new SheetCell();
  return row < rows.size() && column < rows[row].size() ? rows[row][column]
                                                        : *kEmpty;
}

std::string CellAddress(size_t row, size_t column) {
  std::string letters;
  for (size_t rest = column + 1; rest > 0; rest = (rest - 1) / 26) {
    letters.insert(letters.begin(), static_cast<char>('A' + (rest - 1) % 26));
  }
  return absl::StrCat(letters, row + 1);
}

absl::Status SheetError(const std::string& reason, const Sentence& what) {
  return MakeError(absl::StatusCode::kInvalidArgument,
                   {.reason = reason, .sentence = what});
}

}  // namespace entente::client
