#include "tools/client/csv_lines.h"

#include <algorithm>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"

namespace entente::client {
namespace {

// A quote within quotes stands twice, so that an odd one opens or closes.
bool HasOddQuotes(absl::string_view text) {
  return std::count(text.begin(), text.end(), '"') % 2 == 1;
}

}  // namespace

bool CsvLines::Take(const ReadLine& read, CsvLine& line) {
  if (ahead_.empty()) return read(line);
  line = std::move(ahead_.front());
  ahead_.pop_front();
  return true;
}

bool CsvLines::NextLine(const ReadLine& read, CsvLine& line) {
  do {
    if (!Take(read, line)) return false;
  } while (!line.is_malformed && absl::StripAsciiWhitespace(line.text).empty());
  return true;
}

bool CsvLines::Next(const ReadLine& read, const Rules& rules, CsvLine& record) {
  if (!NextLine(read, record)) return false;
  if (!record.is_malformed && HasOddQuotes(record.text)) {
    Join(read, rules, record);
  }
  return true;
}

// A line is looked at twice at most: the search ends at the next one whose
// quotes are odd, and only such a line begins one.
void CsvLines::Join(const ReadLine& read, const Rules& rules, CsvLine& record) {
  std::string text = record.text;
  size_t joined = 0;
  bool is_open = true;
  while (is_open && joined + 1 < kCsvRecordLinesMax) {
    if (joined == ahead_.size()) {
      CsvLine line;
      if (!read(line)) return;
      ahead_.push_back(std::move(line));
    }
    const CsvLine& next = ahead_[joined];
    // Two rows of which each lacks a quote would be one, and sound.
    if (next.is_malformed || rules.is_row(next.text) ||
        text.size() + 1 + next.text.size() > kCsvLineBytesMax) {
      return;
    }
    absl::StrAppend(&text, "\n", next.text);
    is_open = !HasOddQuotes(next.text);
    ++joined;
  }
  if (is_open || !rules.is_record(text)) return;
  record.text = std::move(text);
  record.lines = joined + 1;
  record.is_ended = ahead_[joined - 1].is_ended;
  ahead_.erase(ahead_.begin(),
               ahead_.begin() + static_cast<std::ptrdiff_t>(joined));
}

}  // namespace entente::client
