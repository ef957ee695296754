#include "services/conventions/dossier/dossier_csv.h"

#include <algorithm>

#include "absl/strings/ascii.h"
#include "absl/strings/strip.h"

namespace entente::conventions {
namespace {

// Takes the first line that is not empty off `csv`; false where none is left.
bool TakeLine(absl::string_view& csv, absl::string_view& line) {
  while (!csv.empty()) {
    const size_t end = std::min(csv.find('\n'), csv.size());
    line = absl::StripSuffix(csv.substr(0, end), "\r");
    csv.remove_prefix(std::min(end + 1, csv.size()));
    if (!line.empty()) return true;
  }
  return false;
}

// False where a quote does not end, or there are too many cells.
bool Split(absl::string_view line, CsvCells& cells) {
  cells.assign(1, "");
  bool is_quoted = false;
  for (size_t i = 0; i < line.size(); ++i) {
    const char c = line[i];
    if (is_quoted && line.substr(i, 2) == "\"\"") {
      cells.back() += c;
      ++i;
    } else if (c == '"') {
      is_quoted = !is_quoted;
    } else if (c == ';' && !is_quoted) {
      if (cells.size() == kTableColumnsMax) return false;
      cells.emplace_back();
    } else {
      cells.back() += c;
    }
  }
  for (std::string& cell : cells) absl::StripAsciiWhitespace(&cell);
  return !is_quoted;
}

}  // namespace

size_t ColumnOf(const CsvCells& titles, absl::string_view column) {
  return static_cast<size_t>(std::find(titles.begin(), titles.end(), column) -
                             titles.begin());
}

bool ForEachRow(absl::string_view csv,
                absl::FunctionRef<bool(const CsvCells& titles)> begin,
                absl::FunctionRef<bool(const CsvCells& row)> take) {
  absl::string_view line;
  CsvCells titles;
  if (!TakeLine(csv, line) || !Split(line, titles) || !begin(titles)) {
    return false;
  }
  CsvCells row;
  while (TakeLine(csv, line)) {
    if (!Split(line, row) || row.size() != titles.size() || !take(row)) {
      return false;
    }
  }
  return true;
}

}  // namespace entente::conventions
