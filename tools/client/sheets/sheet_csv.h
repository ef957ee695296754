// A sheet as CSV: RFC 4180, UTF-8 with a byte-order mark and ";", as the
// spreadsheets of Belgium open it; read back with any separator, in UTF-8 or
// Windows-1252. Which of the two is told apart by the bytes and proved by the
// checks of the rows: a text read wrongly is not the one that was written.
#ifndef TOOLS_CLIENT_SHEETS_SHEET_CSV_H_
#define TOOLS_CLIENT_SHEETS_SHEET_CSV_H_

#include <string>

#include "absl/status/statusor.h"
#include "tools/client/language.h"
#include "tools/client/sheets/sheet.h"
#include "tools/client/sheets/sheet_grid.h"

namespace entente::client {

// Pure.
std::string WriteSheetCsv(const Sheet& sheet, Language language);

// The separator is what stands behind the code in the first line. A cell may
// hold line ends, in quotes. Errors, INVALID_ARGUMENT: SHEET_MALFORMED with the
// line, SHEET_NOT_TEXT, SHEET_TOO_LARGE. Pure.
absl::StatusOr<SheetGrid> ReadCsvGrid(const std::string& bytes);

}  // namespace entente::client

#endif  // TOOLS_CLIENT_SHEETS_SHEET_CSV_H_
