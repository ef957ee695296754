// A sheet as XLSX (ECMA-376), by libxlsxwriter: everything but figures and
// remarks is protected, figures are whole or hours of at least 0, the titles
// stay in sight.
#ifndef TOOLS_CLIENT_SHEETS_XLSX_WRITER_H_
#define TOOLS_CLIENT_SHEETS_XLSX_WRITER_H_

#include <string>

#include "absl/status/status.h"
#include "tools/client/language.h"
#include "tools/client/sheets/sheet.h"

namespace entente::client {

// Writes the file at `path`, replacing it. Errors: FAILED_PRECONDITION /
// FILE_UNWRITABLE.
absl::Status WriteSheetXlsx(const Sheet& sheet, Language language,
                            const std::string& path);

}  // namespace entente::client

#endif  // TOOLS_CLIENT_SHEETS_XLSX_WRITER_H_
