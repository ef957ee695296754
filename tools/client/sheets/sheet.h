// A sheet: what a source is asked to fill in for one month, a row per measure
// and area. It goes out and comes back as CSV or XLSX, and is known by its
// code:
//
//   ent1-21004-2018-03-0014-9f2c1a7b8e6d0f31-bravvo
//        │     │       │    │                └ source
//        │     │       │    └ first 16 hex digits of the digest of its rows
//        │     │       └ number of rows
//        │     └ month
//        └ REFNIS code of the municipality
//
// The digest says that nothing was changed but figures, remarks and what is
// only shown (what is known, names of areas); it is no signature: who delivers
// is said by the account. Pure.
#ifndef TOOLS_CLIENT_SHEETS_SHEET_H_
#define TOOLS_CLIENT_SHEETS_SHEET_H_

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "google/type/date.pb.h"

namespace entente::client {

// Rows of a sheet, so that it is delivered as one batch.
inline constexpr size_t kSheetRowsMax = 1000;

// Whose sheet it is.
struct SheetKey {
  // Five digits.
  std::string municipality = {};
  std::string source = {};
  // Day 0.
  google::type::Date month = {};

  // "2018-03".
  std::string MonthText() const;
};

// What one row counts.
struct SheetPlace {
  std::string measure = {};
  // "audience=youth", or "audience=unknown" for what no code of the list is
  // said of; empty: all of the measure.
  std::string split = {};
  std::string area = {};
};

// "nuisance_actions", "nuisance_actions/audience=youth": as it stands in a
// sheet.
std::string FormatRowCode(absl::string_view measure, absl::string_view split);
// The reverse, of any text; `place.area` is left as it is.
void ParseRowCode(absl::string_view text, SheetPlace& place);

// The code of an area as it stands in a sheet, with its name (FormatArea in
// area_tree.h) or without, of any text: its first word.
std::string ParseArea(absl::string_view text);

// Whether a split says that no code is known.
bool IsUnknownPart(absl::string_view split);

// One row as it is written; figures are what is known when it is, and are not
// part of the digest.
struct SheetRow {
  std::string measure = {};
  std::string split = {};
  std::string area = {};
  // For people, in the language of the sheet; empty where none is known. In a
  // workbook it stands behind the code of the area; in CSV, which programs
  // read, it does not. It is no part of the digest: sheets that went out
  // without it are the same.
  std::string area_title = {};
  // For people, in the language of the sheet.
  std::string title = {};
  std::string unit = {};
  bool is_hours = false;
  // The measure is sensitive: figures of the municipality are not shown.
  bool is_confidential = false;
  // What an earlier sheet of the source said, in things or minutes.
  std::optional<int64_t> delivered = {};
  // All that the municipality knows, whoever delivered it.
  std::optional<int64_t> known = {};
};

// A figure above 0 that sheets of the source delivered in one area.
struct AreaFigure {
  std::string measure = {};
  std::string area = {};
  bool is_hours = false;
  // Things or minutes, all parts together.
  int64_t value = 0;
  // Code list by which it, or what counts beside it, stands in parts; empty
  // where neither does.
  std::string by = {};
};

struct Sheet {
  SheetKey key = {};
  std::vector<SheetRow> rows = {};
  // For people, and no part of the digest. The day until which its figures are
  // asked (AskedUntil); not set without a calendar.
  google::type::Date due = {};
  // Likewise: what earlier sheets say in other areas, and what would count
  // again beside a figure of this one.
  std::vector<AreaFigure> elsewhere = {};
  // Likewise: areas of its rows in which others of its rows lie.
  std::vector<std::string> outer_areas = {};
};

// What a code says.
struct SheetCode {
  SheetKey key = {};
  size_t rows = 0;
  std::string digest = {};
};

std::string FormatSheetCode(const Sheet& sheet);

// How much of a text is a code.
enum class CodeForm {
  // Nothing of it.
  kNone,
  // It begins as one does, and is not whole, or of another version.
  kDamaged,
  kWhole,
};
CodeForm ParseSheetCode(absl::string_view text, SheetCode& code);

// Blanks of any kind made one, and none around: what spreadsheets change by
// themselves when they save.
std::string PlainText(absl::string_view text);

// "r" and 8 hex digits: that the row numbered `number`, from 1, is as written.
std::string RowCheck(const SheetKey& key, size_t number, const SheetRow& row);

// Of the rows in their order: what the code holds.
std::string RowsDigest(const SheetKey& key, const std::vector<SheetRow>& rows);

// Id of the event that a row delivers: of every sheet for the same source,
// month, measure, part and area the same, so that two sheets count once. What
// was delivered for all of a measure is what no code is known of. `revision` 0
// is the event, 1 its first correction, and so on.
std::string SheetEventId(const SheetKey& key, const SheetPlace& place,
                         int revision);

}  // namespace entente::client

#endif  // TOOLS_CLIENT_SHEETS_SHEET_H_
