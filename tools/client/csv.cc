#include "tools/client/csv.h"

#include <algorithm>
#include <streambuf>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/strip.h"
#include "services/common/base/error.h"

namespace entente::client {
namespace {

absl::Status HeaderError(const std::string& reason, const std::string& name,
                         const Sentence& what) {
  return MakeError(absl::StatusCode::kInvalidArgument,
                   {.reason = reason,
                    .sentence = {absl::StrCat(name, ", line 1: ", what.en),
                                 absl::StrCat(name, ", ligne 1 : ", what.fr),
                                 absl::StrCat(name, ", regel 1: ", what.nl)}});
}

// Errors name a column by its number: in a file without titles what stands in
// the place of one is a figure or a person.
absl::Status ColumnUnknown(const std::string& name, size_t column,
                           const std::string& wanted) {
  const std::string at = absl::StrCat(column);
  return HeaderError(
      "CSV_COLUMN_UNKNOWN", name,
      {absl::StrCat("the title of column ", at,
                    " is none that is read; the columns are ", wanted, "."),
       absl::StrCat("le titre de la colonne ", at,
                    " n'est pas de ceux qui sont lus ; les colonnes sont ",
                    wanted, "."),
       absl::StrCat("de titel van kolom ", at,
                    " is er geen die gelezen wordt; de kolommen zijn ", wanted,
                    ".")});
}

absl::Status ColumnTwice(const std::string& name, size_t column) {
  const std::string at = absl::StrCat(column);
  return HeaderError(
      "CSV_COLUMN_TWICE", name,
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
                                          const std::string& open_prefix) {
  CsvReader reader(in);
  ENTENTE_RETURN_IF_ERROR(
      reader.ReadHeader(name, std::move(columns), open_prefix));
  return reader;
}

absl::Status CsvReader::ReadHeader(const std::string& name,
                                   std::vector<CsvColumn> columns,
                                   const std::string& open_prefix) {
  const std::string wanted = NamesOf(columns, open_prefix);
  std::string header;
  bool is_whole = true;
  std::vector<std::string> found;
  if (ReadLine(header, is_whole)) {
    header = std::string(absl::StripPrefix(header, "\xEF\xBB\xBF"));
    separator_ = FindCsvSeparator(header);
  }
  if (header.empty() || !is_whole || !IsUtf8(header) ||
      !SplitCsvLine(header, separator_, found)) {
    return HeaderError(
        "CSV_HEADER_MISSING", name,
        {absl::StrCat("the header is missing; it should be ", wanted, "."),
         absl::StrCat("l'en-tête manque ; il devrait être ", wanted, "."),
         absl::StrCat("de kop ontbreekt; hij moet ", wanted, " zijn.")});
  }
  width_ = found.size();
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
    if (column == columns.end()) return ColumnUnknown(name, i + 1, wanted);
    int& place = places_[column - columns.begin()];
    if (place >= 0) return ColumnTwice(name, i + 1);
    place = static_cast<int>(i);
  }
  for (size_t i = 0; i < columns.size(); ++i) {
    if (places_[i] >= 0 || !columns[i].is_required) continue;
    const std::string& missing = columns[i].name;
    return HeaderError("CSV_COLUMN_MISSING", name,
                       {absl::StrCat("column ", missing,
                                     " is missing; expected ", wanted, "."),
                        absl::StrCat("la colonne ", missing,
                                     " manque ; attendu ", wanted, "."),
                        absl::StrCat("kolom ", missing, " ontbreekt; verwacht ",
                                     wanted, ".")});
  }
  return absl::OkStatus();
}

bool CsvReader::ReadLine(std::string& line, bool& is_whole) {
  line.clear();
  is_whole = true;
  std::streambuf* buffer = in_->rdbuf();
  const int end = std::char_traits<char>::eof();
  int c = buffer->sbumpc();
  if (c == end) return false;
  ++line_;
  for (; c != end && c != '\n'; c = buffer->sbumpc()) {
    ++bytes_;
    if (line.size() >= kCsvLineBytesMax) {
      is_whole = false;
    } else {
      line += static_cast<char>(c);
    }
  }
  ++bytes_;
  if (!line.empty() && line.back() == '\r') line.pop_back();
  return true;
}

bool CsvReader::Next(CsvRow& row) {
  std::string line;
  bool is_whole = true;
  do {
    if (!ReadLine(line, is_whole)) return false;
  } while (is_whole && absl::StripAsciiWhitespace(line).empty());
  row.line = line_;
  row.cells.assign(places_.size(), "");
  std::vector<std::string> found;
  row.is_malformed = !is_whole || !IsUtf8(line) ||
                     !SplitCsvLine(line, separator_, found) ||
                     found.size() != width_;
  if (row.is_malformed) return true;
  for (size_t i = 0; i < places_.size(); ++i) {
    if (places_[i] >= 0) row.cells[i] = std::move(found[places_[i]]);
  }
  return true;
}

}  // namespace entente::client
