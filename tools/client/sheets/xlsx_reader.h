// The cells of an XLSX file (ECMA-376; a ZIP of XML parts), whichever program
// saved it. Nothing is unpacked to disk and nothing outside the file is read.
// Parts are taken up to kSheetUnpackedBytesMax in all, counted as they come out
// and not as the file states them.
#ifndef TOOLS_CLIENT_SHEETS_XLSX_READER_H_
#define TOOLS_CLIENT_SHEETS_XLSX_READER_H_

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "tools/client/sheets/sheet_grid.h"

namespace entente::client {

// Whether the bytes begin as a ZIP does.
bool LooksLikeXlsx(absl::string_view bytes);

// The pages of the workbook in order, at most eight. Errors, INVALID_ARGUMENT:
// SHEET_DAMAGED (no ZIP, no workbook, XML that is not well formed or has a
// document type), SHEET_TOO_LARGE, SHEET_UNPACKS_TOO_LARGE. Pure.
absl::StatusOr<std::vector<SheetGrid>> ReadXlsxGrids(const std::string& bytes);

}  // namespace entente::client

#endif  // TOOLS_CLIENT_SHEETS_XLSX_READER_H_
