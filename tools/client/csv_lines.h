// Lines of a CSV file put together to records: a field in quotes may go on over
// line breaks (RFC 4180), of which each is a "\n" in its cell. Where a quote
// does not close within the bounds below, a line behind it may be a row of its
// own, or what comes of it is no record, it was a missing quote: its line is a
// record by itself and spoils no other. Memory is bounded by two records.
#ifndef TOOLS_CLIENT_CSV_LINES_H_
#define TOOLS_CLIENT_CSV_LINES_H_

#include <cstddef>
#include <cstdint>
#include <deque>
#include <functional>
#include <string>

#include "absl/strings/string_view.h"

namespace entente::client {

// Longest line, and longest record, in bytes; a row has six short cells.
inline constexpr size_t kCsvLineBytesMax = 64 * 1024;
// Most lines of a record.
inline constexpr size_t kCsvRecordLinesMax = 100;

// A line of a file, or a record of several.
struct CsvLine {
  // Without its end.
  std::string text = {};
  // Line of the file, from 1; of a record the one on which it begins.
  int64_t number = 0;
  // Lines that it stands on.
  size_t lines = 1;
  // Too long, or not of the encoding; `text` says nothing then.
  bool is_malformed = false;
  // A line break follows, so that no cell at its end was cut off.
  bool is_ended = false;
};

class CsvLines {
 public:
  // The next line of the file, also a blank one; false at the end.
  using ReadLine = std::function<bool(CsvLine&)>;
  // What may be put together.
  struct Rules {
    // Whether a line may be a row of its own, whatever its quotes say: none
    // such goes on with the row before it.
    std::function<bool(absl::string_view)> is_row;
    // Whether lines that are put together make a record.
    std::function<bool(absl::string_view)> is_record;
  };

  // The next record that is not blank; false at the end. `read` is one and the
  // same source in every call.
  bool Next(const ReadLine& read, const Rules& rules, CsvLine& record);
  // The next line that is not blank, by itself; false at the end.
  bool NextLine(const ReadLine& read, CsvLine& line);

 private:
  bool Take(const ReadLine& read, CsvLine& line);
  // Puts what stands on the lines behind `record` to it, where that closes its
  // quote.
  void Join(const ReadLine& read, const Rules& rules, CsvLine& record);

  // Read already, and in no record yet.
  std::deque<CsvLine> ahead_;
};

}  // namespace entente::client

#endif  // TOOLS_CLIENT_CSV_LINES_H_
