// Delivered files, row by row: RFC 4180 with the liberties of spreadsheets.
//
// The separator is ";", "," or a tab, found in the header, or what a first line
// "sep=;" says; a byte-order mark and CRLF are dropped; a field may stand in
// quotes, of deliveries also on several lines (csv_lines.h), and a missing
// quote spoils one row and not the rest of the file. Rows of nothing but empty
// cells are passed over, as are columns without a title that are empty. Memory
// is bounded.
#ifndef TOOLS_CLIENT_CSV_H_
#define TOOLS_CLIENT_CSV_H_

#include <cstddef>
#include <cstdint>
#include <istream>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "tools/client/csv_lines.h"

namespace entente::client {

// Most columns of a file.
inline constexpr size_t kCsvColumnsMax = 256;

struct CsvColumn {
  std::string name;
  // Otherwise a file may do without it; where it has the column each row has.
  bool is_required = true;
};

struct CsvOptions {
  // Columns beside the declared ones are taken where their name is this and a
  // code behind it, [a-z][a-z0-9_]{0,63}; none when it is empty.
  std::string open_prefix = {};
  // A record may stand on several lines. Otherwise such a one is malformed,
  // line by line: of money two payments never become one.
  bool has_records_of_lines = false;
};

// What a column of a file is for its rows.
enum class CsvPlace {
  // Each row has it, also where it is empty: one that was cut off may have said
  // what the row corrects.
  kNeeded,
  // Not read: a row may leave it off at its end.
  kIgnored,
  // Without a title: empty in each row, which may leave it off at its end.
  kUntitled,
};

struct CsvRow {
  // Line of the file on which it begins, from 1.
  int64_t line = 0;
  // One per declared column, in the order they were declared, blanks around
  // stripped; empty where the file has no such column. Then one per open
  // column, in the order of the file.
  std::vector<std::string> cells;
  // Too long, not UTF-8, a stray quote, or other cells than the header has.
  bool is_malformed = false;
};

class CsvReader {
 public:
  // Reads the header. `name` is for messages; `in` outlives the reader. Errors,
  // INVALID_ARGUMENT with the number of the column, never what stands in it:
  // CSV_HEADER_MISSING, also beyond kCsvColumnsMax; CSV_COLUMN_UNKNOWN,
  // CSV_COLUMN_MISSING, CSV_COLUMN_TWICE.
  static absl::StatusOr<CsvReader> Open(std::istream& in,
                                        const std::string& name,
                                        std::vector<CsvColumn> columns,
                                        const CsvOptions& options = {});

  // The codes of the open columns.
  const std::vector<std::string>& open_codes() const { return open_codes_; }

  // The next row that is not blank; false at the end of the file.
  bool Next(CsvRow& row);

  // Whether, so far, rows were read or passed over that were refused while a
  // row was a line with as many cells as the header: sessions of those days
  // number the rows of such a file otherwise.
  bool has_loose_rows() const { return has_loose_rows_; }

  // Read so far, for progress.
  int64_t bytes() const { return bytes_; }

 private:
  CsvReader(std::istream& in, bool has_records_of_lines)
      : in_(&in), has_records_of_lines_(has_records_of_lines) {}

  absl::Status ReadHeader(const std::string& name,
                          std::vector<CsvColumn> columns,
                          const std::string& open_prefix);
  // The titles, or the first line where it has none.
  bool ReadTitles(CsvLine& header, std::vector<std::string>& titles);
  // False at the end.
  bool ReadLine(CsvLine& line);
  // The next record; false at the end.
  bool ReadRecord(CsvLine& record);

  std::istream* in_;
  bool has_records_of_lines_;
  CsvLines lines_;
  char separator_ = ';';
  int64_t line_ = 0;
  int64_t bytes_ = 0;
  bool has_loose_rows_ = false;
  // Of each column of the file.
  std::vector<CsvPlace> columns_;
  // Place in the file of each declared column, -1 when absent, and of each open
  // one.
  std::vector<int> places_;
  std::vector<std::string> open_codes_;
};

// Of ";", "," and a tab the one that `header` has most.
char FindCsvSeparator(absl::string_view header);

// The separator that a first line "sep=;" states; 0 when it is no such line.
char StatedCsvSeparator(absl::string_view line);

// Whether `line` alone, its quotes aside, has as many cells as a row of
// `columns`, or as one that leaves off what it may.
bool MayBeCsvRow(const std::vector<CsvPlace>& columns, char separator,
                 absl::string_view line);

// Makes `cells` as many as `columns`; false when they are no row of those: too
// many, or fewer where the last of them may have been cut off: it is empty, or
// no line break follows (`is_ended`).
bool FitCsvCells(const std::vector<CsvPlace>& columns, bool is_ended,
                 std::vector<std::string>& cells);

// Whether each of `cells` is empty.
bool IsEmptyCsvRow(const std::vector<std::string>& cells);

// Splits one record; false when a quote is wrong.
bool SplitCsvLine(absl::string_view line, char separator,
                  std::vector<std::string>& cells);

// Whether `text` is well-formed UTF-8 (RFC 3629).
bool IsUtf8(absl::string_view text);

}  // namespace entente::client

#endif  // TOOLS_CLIENT_CSV_H_
