// The figures that come back in a sheet. What can be read in two ways is no
// figure; nothing is guessed. Pure.
#ifndef TOOLS_CLIENT_SHEETS_SHEET_FIGURES_H_
#define TOOLS_CLIENT_SHEETS_SHEET_FIGURES_H_

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "services/common/base/error.h"
#include "tools/client/sheets/sheet_grid.h"

namespace entente::client {

// Why a cell is not taken; constants, so that no cell can slip in.
inline constexpr char kFigureFormula[] = "SHEET_FORMULA";
inline constexpr char kFigureNegative[] = "SHEET_FIGURE_NEGATIVE";
inline constexpr char kFigureFraction[] = "SHEET_FIGURE_FRACTION";
inline constexpr char kFigureMinutes[] = "SHEET_FIGURE_MINUTES";
inline constexpr char kFigureAmbiguous[] = "SHEET_FIGURE_AMBIGUOUS";
inline constexpr char kFigureDate[] = "SHEET_FIGURE_DATE";
inline constexpr char kFigureTime[] = "SHEET_FIGURE_TIME";
inline constexpr char kFigureTooLarge[] = "SHEET_FIGURE_TOO_LARGE";
inline constexpr char kFigureInvalid[] = "SHEET_FIGURE_INVALID";
inline constexpr char kPartEmpty[] = "SHEET_PART_EMPTY";
inline constexpr char kFigureMeasure[] = "UNKNOWN_MEASURE";

// A cell that is not taken, by its place, without what stands there.
struct SheetFault {
  // "G7".
  std::string cell = {};
  const char* reason = nullptr;
};

struct SheetFigure {
  // Things, or minutes where the measure is of hours; not set for an empty
  // cell and for a fault.
  std::optional<int64_t> value = {};
  const char* fault = nullptr;
};

// `cell` of a measure of whole things, or of hours: "12", "1,5", "1.5", "1:30",
// also behind the apostrophe by which a spreadsheet keeps it a text. A point
// before three digits may be a group as well as a fraction: AMBIGUOUS. A number
// of hours that is no multiple of 0.05 and whole quarters of an hour as a part
// of a day may be a time of day (a spreadsheet keeps 2:00 as 1/12): TIME.
SheetFigure ReadSheetFigure(const SheetCell& cell, bool is_hours);

// What is wrong and what would be right, for one of the reasons above.
Sentence SheetFaultSentence(const std::string& reason);

}  // namespace entente::client

#endif  // TOOLS_CLIENT_SHEETS_SHEET_FIGURES_H_
