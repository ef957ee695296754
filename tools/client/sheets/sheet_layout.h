// Where what stands in a sheet, and how it is titled: the same in CSV and XLSX.
//
//   1  code            title of the sheet
//   2  how to fill it in
//   3  titles of the columns
//   4… rows
#ifndef TOOLS_CLIENT_SHEETS_SHEET_LAYOUT_H_
#define TOOLS_CLIENT_SHEETS_SHEET_LAYOUT_H_

#include <cstddef>
#include <cstdint>
#include <string>

#include "tools/client/language.h"
#include "tools/client/sheets/sheet.h"

namespace entente::client {

inline constexpr size_t kCodeRow = 0;
inline constexpr size_t kHelpRow = 1;
inline constexpr size_t kTitleRow = 2;
inline constexpr size_t kFirstRow = 3;

enum SheetColumn : size_t {
  kNumberColumn,
  kMeasureTitleColumn,
  kAreaColumn,
  kUnitColumn,
  // What an earlier sheet said; for people, not read back.
  kDeliveredColumn,
  // What is known in all; likewise.
  kKnownColumn,
  // What the source fills in.
  kFigureColumn,
  // For whoever reads the file; never delivered.
  kRemarkColumn,
  kMeasureCodeColumn,
  kCheckColumn,
  kSheetColumns,
};

std::string SheetTitle(const SheetKey& key, Language language);
// How it is filled in; by when it is due, which of its areas lie in which and
// what stands elsewhere, where there is any.
std::string SheetHelp(const Sheet& sheet, Language language);
std::string ColumnTitle(SheetColumn column, Language language);
// Instead of the figure of a sensitive measure.
std::string ConfidentialWord(Language language);

// "12"; "1,5" hours, "1:40" where these have no short decimal form.
std::string SheetFigureText(int64_t value, bool is_hours);

}  // namespace entente::client

#endif  // TOOLS_CLIENT_SHEETS_SHEET_LAYOUT_H_
