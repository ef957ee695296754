#include "tools/client/csv.h"

#include <algorithm>
#include <streambuf>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/strip.h"
#include "services/common/base/error.h"

namespace entente::client {
namespace {

// The header of a file, for what is wrong with it.
struct Header {
  std::string name;
  int64_t line = 1;
};

absl::Status HeaderError(const std::string& reason, const Header& header,
                         const Sentence& what) {
  const std::string& name = header.name;
  const std::string at = absl::StrCat(header.line);
  return MakeError(
      absl::StatusCode::kInvalidArgument,
      {.reason = reason,
       .sentence = {absl::StrCat(name, ", line ", at, ": ", what.en),
                    absl::StrCat(name, ", ligne ", at, " : ", what.fr),
                    absl::StrCat(name, ", regel ", at, ": ", what.nl)}});
}

absl::Status HeaderMissing(const Header& header, const std::string& wanted) {
  return HeaderError(
      "CSV_HEADER_MISSING", header,
      {absl::StrCat("the header is missing; it should be ", wanted, "."),
       absl::StrCat("l'en-tête manque ; il devrait être ", wanted, "."),
       absl::StrCat("de kop ontbreekt; hij moet ", wanted, " zijn.")});
}

// Errors name a column by its number: in a file without titles what stands in
// the place of one is a figure or a person.
absl::Status ColumnUnknown(const Header& header, size_t column,
                           const std::string& wanted) {
  const std::string at = absl::StrCat(column);
  return HeaderError(
      "CSV_COLUMN_UNKNOWN", header,
      {absl::StrCat("the title of column ", at,
                    " is none that is read; the columns are ", wanted, "."),
       absl::StrCat("le titre de la colonne ", at,
                    " n'est pas de ceux qui sont lus ; les colonnes sont ",
                    wanted, "."),
       absl::StrCat("de titel van kolom ", at,
                    " is er geen die gelezen wordt; de kolommen zijn ", wanted,
                    ".")});
}

absl::Status ColumnTwice(const Header& header, size_t column) {
  const std::string at = absl::StrCat(column);
  return HeaderError(
      "CSV_COLUMN_TWICE", header,
      {absl::StrCat("column ", at, " has the title of one before it."),
       absl::StrCat("la colonne ", at, " porte le titre d'une précédente."),
       absl::StrCat("kolom ", at, " heeft de titel van een eerdere.")});
}

std::string NamesOf(const std::vector<CsvColumn>& columns,
                    const std::string& open_prefix) {
  std::vector<std::string> names;
  for (const CsvColumn& column : columns) names.push_back(column.name);
  if (!open_prefix.empty()) names.push_back(open_prefix + "…");
  return absl::StrJoin(names, ";");
}

// The code behind `prefix` in the name of an open column; empty when it is
// none.
std::string OpenCode(const std::string& name, const std::string& prefix) {
  constexpr size_t kCodeBytesMax = 64;
  absl::string_view code = name;
  if (prefix.empty() || !absl::ConsumePrefix(&code, prefix) || code.empty() ||
      code.size() > kCodeBytesMax || !absl::ascii_islower(code.front())) {
    return "";
  }
  const bool is_code = std::all_of(code.begin(), code.end(), [](char c) {
    return absl::ascii_islower(c) || absl::ascii_isdigit(c) || c == '_';
  });
  return is_code ? std::string(code) : "";
}

// Bytes of the well-formed character at the start of `text`; 0 when there is
// none. Refuses overlong forms, surrogates and what lies beyond U+10FFFF.
size_t Utf8CharacterBytes(absl::string_view text) {
  const auto byte = [&](size_t i) {
    return i < text.size() ? static_cast<unsigned char>(text[i]) : 0u;
  };
  const auto is_tail = [&](size_t i) { return (byte(i) & 0xC0) == 0x80; };
  const unsigned lead = byte(0);
  if (lead < 0x80) return 1;
  if (lead >= 0xC2 && lead <= 0xDF) return is_tail(1) ? 2 : 0;
  if (lead >= 0xE0 && lead <= 0xEF) {
    if (lead == 0xE0 && byte(1) < 0xA0) return 0;
    if (lead == 0xED && byte(1) > 0x9F) return 0;
    return is_tail(1) && is_tail(2) ? 3 : 0;
  }
  if (lead >= 0xF0 && lead <= 0xF4) {
    if (lead == 0xF0 && byte(1) < 0x90) return 0;
    if (lead == 0xF4 && byte(1) > 0x8F) return 0;
    return is_tail(1) && is_tail(2) && is_tail(3) ? 4 : 0;
  }
  return 0;
}

}  // namespace

char FindCsvSeparator(absl::string_view header) {
  char best = ';';
  for (const char candidate : {';', ',', '\t'}) {
    if (std::count(header.begin(), header.end(), candidate) >
        std::count(header.begin(), header.end(), best)) {
      best = candidate;
    }
  }
  return best;
}

char StatedCsvSeparator(absl::string_view line) {
  constexpr absl::string_view kStated = "sep=";
  if (line.size() != kStated.size() + 1 ||
      !absl::StartsWithIgnoreCase(line, kStated)) {
    return '\0';
  }
  const char separator = line.back();
  const bool is_one = separator == '\t' || absl::ascii_ispunct(separator);
  return is_one && separator != '"' ? separator : '\0';
}

bool MayBeCsvRow(const std::vector<CsvPlace>& columns, char separator,
                 absl::string_view line) {
  const auto cells = std::count(line.begin(), line.end(), separator) + 1;
  if (cells >= columns.end() - columns.begin()) return true;
  // A row may leave off what stands behind the last one that is needed, but
  // does not end with an empty cell then.
  const auto needed =
      std::find(columns.rbegin(), columns.rend(), CsvPlace::kNeeded);
  return cells >= columns.rend() - needed &&
         !absl::EndsWith(line, absl::string_view(&separator, 1));
}

bool FitCsvCells(const std::vector<CsvPlace>& columns, bool is_ended,
                 std::vector<std::string>& cells) {
  // A number with a comma is two cells, and shifts those behind it.
  if (cells.empty() || cells.size() > columns.size()) return false;
  for (size_t i = 0; i < cells.size(); ++i) {
    if (columns[i] == CsvPlace::kUntitled && !cells[i].empty()) return false;
  }
  // The end of the file, or a line break without quotes, may have cut the last
  // cell: a row that corrects would count anew.
  if (cells.size() < columns.size() && (!is_ended || cells.back().empty())) {
    return false;
  }
  for (size_t i = cells.size(); i < columns.size(); ++i) {
    if (columns[i] == CsvPlace::kNeeded) return false;
  }
  cells.resize(columns.size());
  return true;
}

bool IsEmptyCsvRow(const std::vector<std::string>& cells) {
  return std::all_of(cells.begin(), cells.end(),
                     [](const std::string& cell) { return cell.empty(); });
}

bool IsUtf8(absl::string_view text) {
  while (!text.empty()) {
    const size_t bytes = Utf8CharacterBytes(text);
    if (bytes == 0) return false;
    text.remove_prefix(bytes);
  }
  return true;
}

bool SplitCsvLine(absl::string_view line, char separator,
                  std::vector<std::string>& cells) {
  cells.clear();
  size_t at = 0;
  while (true) {
    std::string cell;
    if (at < line.size() && line[at] == '"') {
      ++at;
      while (true) {
        if (at >= line.size()) return false;
        if (line[at] != '"') {
          cell += line[at++];
        } else if (at + 1 < line.size() && line[at + 1] == '"') {
          cell += '"';
          at += 2;
        } else {
          ++at;
          break;
        }
      }
      if (at < line.size() && line[at] != separator) return false;
    } else {
      const size_t end = std::min(line.find(separator, at), line.size());
      cell = std::string(line.substr(at, end - at));
      if (cell.find('"') != std::string::npos) return false;
      at = end;
    }
    cells.emplace_back(absl::StripAsciiWhitespace(cell));
    if (at >= line.size()) return true;
    ++at;
  }
}

absl::StatusOr<CsvReader> CsvReader::Open(std::istream& in,
                                          const std::string& name,
                                          std::vector<CsvColumn> columns,
                                          const CsvOptions& options) {
  CsvReader reader(in, options.has_records_of_lines);
  ENTENTE_RETURN_IF_ERROR(
      reader.ReadHeader(name, std::move(columns), options.open_prefix));
  return reader;
}

absl::Status CsvReader::ReadHeader(const std::string& name,
                                   std::vector<CsvColumn> columns,
                                   const std::string& open_prefix) {
  const std::string wanted = NamesOf(columns, open_prefix);
  CsvLine line;
  std::vector<std::string> found;
  if (!ReadTitles(line, found)) {
    return HeaderMissing({name, std::max<int64_t>(line.number, 1)}, wanted);
  }
  const Header header = {name, line.number};
  places_.assign(columns.size(), -1);
  for (size_t i = 0; i < found.size(); ++i) {
    const std::string title = absl::AsciiStrToLower(found[i]);
    auto column = std::find_if(
        columns.begin(), columns.end(),
        [&](const CsvColumn& candidate) { return candidate.name == title; });
    if (const std::string code = OpenCode(title, open_prefix);
        column == columns.end() && !code.empty()) {
      open_codes_.push_back(code);
      places_.push_back(-1);
      column = columns.insert(columns.end(), CsvColumn{title, false});
    }
    if (column == columns.end() && title.empty()) {
      columns_.push_back(CsvPlace::kUntitled);
      continue;
    }
    if (column == columns.end()) return ColumnUnknown(header, i + 1, wanted);
    int& place = places_[column - columns.begin()];
    if (place >= 0) return ColumnTwice(header, i + 1);
    place = static_cast<int>(i);
    columns_.push_back(CsvPlace::kNeeded);
  }
  for (size_t i = 0; i < columns.size(); ++i) {
    if (places_[i] >= 0 || !columns[i].is_required) continue;
    const std::string& missing = columns[i].name;
    return HeaderError("CSV_COLUMN_MISSING", header,
                       {absl::StrCat("column ", missing,
                                     " is missing; expected ", wanted, "."),
                        absl::StrCat("la colonne ", missing,
                                     " manque ; attendu ", wanted, "."),
                        absl::StrCat("kolom ", missing, " ontbreekt; verwacht ",
                                     wanted, ".")});
  }
  return absl::OkStatus();
}

bool CsvReader::ReadTitles(CsvLine& header, std::vector<std::string>& titles) {
  const auto read = [this](CsvLine& line) { return ReadLine(line); };
  char stated = '\0';
  const auto is_titles = [&](absl::string_view text) {
    separator_ = stated != '\0'
                     ? stated
                     : FindCsvSeparator(text.substr(0, text.find('\n')));
    return SplitCsvLine(text, separator_, titles);
  };
  const auto next = [&] {
    if (!has_records_of_lines_) return lines_.NextLine(read, header);
    // How many cells a row has is not known before.
    const auto is_row = [](absl::string_view) { return false; };
    return lines_.Next(read, {.is_row = is_row, .is_record = is_titles},
                       header);
  };
  if (!next() || header.number != 1) return false;
  stated = StatedCsvSeparator(header.text);
  if (stated != '\0' && (!next() || header.number != 2)) return false;
  return !header.is_malformed && is_titles(header.text) &&
         titles.size() <= kCsvColumnsMax && !IsEmptyCsvRow(titles);
}

bool CsvReader::ReadLine(CsvLine& line) {
  line = CsvLine();
  std::streambuf* buffer = in_->rdbuf();
  const int end = std::char_traits<char>::eof();
  int c = buffer->sbumpc();
  if (c == end) return false;
  line.number = ++line_;
  for (; c != end && c != '\n'; c = buffer->sbumpc()) {
    ++bytes_;
    if (line.text.size() >= kCsvLineBytesMax) {
      line.is_malformed = true;
    } else {
      line.text += static_cast<char>(c);
    }
  }
  ++bytes_;
  line.is_ended = c == '\n';
  if (!line.text.empty() && line.text.back() == '\r') line.text.pop_back();
  if (line_ == 1) {
    line.text = std::string(absl::StripPrefix(line.text, "\xEF\xBB\xBF"));
  }
  if (!IsUtf8(line.text)) line.is_malformed = true;
  return true;
}

bool CsvReader::ReadRecord(CsvLine& record) {
  const auto read = [this](CsvLine& line) { return ReadLine(line); };
  if (!has_records_of_lines_) return lines_.NextLine(read, record);
  const auto is_row = [this](absl::string_view line) {
    return MayBeCsvRow(columns_, separator_, line);
  };
  const auto is_record = [this](absl::string_view text) {
    std::vector<std::string> cells;
    return SplitCsvLine(text, separator_, cells) &&
           FitCsvCells(columns_, /*is_ended=*/true, cells);
  };
  return lines_.Next(read, {.is_row = is_row, .is_record = is_record}, record);
}

bool CsvReader::Next(CsvRow& row) {
  CsvLine record;
  std::vector<std::string> found;
  bool is_sound = false;
  while (true) {
    if (!ReadRecord(record)) return false;
    // Whatever comes of it, the rows behind it have other numbers.
    if (record.lines > 1) has_loose_rows_ = true;
    is_sound =
        !record.is_malformed && SplitCsvLine(record.text, separator_, found);
    if (!is_sound || !IsEmptyCsvRow(found)) break;
    has_loose_rows_ = true;
  }
  row.line = record.number;
  row.cells.assign(places_.size(), "");
  const bool is_short = found.size() != columns_.size();
  row.is_malformed =
      !is_sound || !FitCsvCells(columns_, record.is_ended, found);
  if (row.is_malformed) return true;
  if (is_short) has_loose_rows_ = true;
  for (size_t i = 0; i < places_.size(); ++i) {
    if (places_[i] >= 0) row.cells[i] = std::move(found[places_[i]]);
  }
  return true;
}

}  // namespace entente::client
