// Delivered files, row by row: RFC 4180 with the liberties of spreadsheets.
//
// The separator is ";", "," or a tab, found in the header; a byte-order mark
// and CRLF are dropped; a field may stand in quotes, but not on two lines, so
// that a missing quote spoils one row and not the rest of the file. Memory is
// bounded by one line.
#ifndef TOOLS_CLIENT_CSV_H_
#define TOOLS_CLIENT_CSV_H_

#include <cstddef>
#include <cstdint>
#include <istream>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"

namespace entente::client {

// Longest line, in bytes; a row has six short cells.
inline constexpr size_t kCsvLineBytesMax = 64 * 1024;

struct CsvColumn {
  std::string name;
  bool is_required = true;
};

struct CsvRow {
  // Line of the file, from 1.
  int64_t line = 0;
  // One per declared column, in the order they were declared, blanks around
  // stripped; empty where the file has no such column. Then one per open
  // column, in the order of the file.
  std::vector<std::string> cells;
  // Too long, not UTF-8, a stray quote, or not as many cells as the header.
  bool is_malformed = false;
};

class CsvReader {
 public:
  // Reads the header. `name` is for messages; `in` outlives the reader. Columns
  // beside the declared ones are taken where their name is `open_prefix` and a
  // code behind it, [a-z][a-z0-9_]{0,63}; none when it is empty. Errors,
  // INVALID_ARGUMENT with the number of the column, never what stands in it:
  // CSV_HEADER_MISSING, CSV_COLUMN_UNKNOWN, CSV_COLUMN_MISSING,
  // CSV_COLUMN_TWICE.
  static absl::StatusOr<CsvReader> Open(std::istream& in,
                                        const std::string& name,
                                        std::vector<CsvColumn> columns,
                                        const std::string& open_prefix = "");

  // The codes of the open columns.
  const std::vector<std::string>& open_codes() const { return open_codes_; }

  // The next row that is not blank; false at the end of the file.
  bool Next(CsvRow& row);

  // Read so far, for progress.
  int64_t bytes() const { return bytes_; }

 private:
  explicit CsvReader(std::istream& in) : in_(&in) {}

  absl::Status ReadHeader(const std::string& name,
                          std::vector<CsvColumn> columns,
                          const std::string& open_prefix);
  // False at the end; `is_whole` is false when the line was too long.
  bool ReadLine(std::string& line, bool& is_whole);

  std::istream* in_;
  char separator_ = ';';
  int64_t line_ = 0;
  int64_t bytes_ = 0;
  size_t width_ = 0;
  // Place in the file of each declared column, -1 when absent, and of each open
  // one.
  std::vector<int> places_;
  std::vector<std::string> open_codes_;
};

// Of ";", "," and a tab the one that `header` has most.
char FindCsvSeparator(absl::string_view header);

// Splits one line; false when a quote is wrong.
bool SplitCsvLine(absl::string_view line, char separator,
                  std::vector<std::string>& cells);

// Whether `text` is well-formed UTF-8 (RFC 3629).
bool IsUtf8(absl::string_view text);

}  // namespace entente::client

#endif  // TOOLS_CLIENT_CSV_H_
