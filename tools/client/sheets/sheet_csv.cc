#include "tools/client/sheets/sheet_csv.h"

#include <optional>
#include <utility>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "tools/client/csv.h"
#include "tools/client/csv_writer.h"
#include "tools/client/delivery/file_facts.h"
#include "tools/client/sheets/sheet_layout.h"

namespace entente::client {
namespace {

namespace v1 = entente::indicators::v1;

constexpr absl::string_view kByteOrderMark = "\xef\xbb\xbf";

absl::Status TooLarge() {
  return SheetError("SHEET_TOO_LARGE",
                    {"The file has more rows, columns or text in a cell than a "
                     "sheet has. Send back the sheet as it was sent.",
                     "Le fichier a plus de lignes, de colonnes ou de texte "
                     "dans une cellule qu'un relevé. Renvoyez le relevé tel "
                     "qu'envoyé.",
                     "Het bestand heeft meer rijen, kolommen of tekst in een "
                     "cel dan een blad. Stuur het blad terug zoals het "
                     "verzonden is."});
}

absl::Status Malformed(size_t line) {
  const std::string at = absl::StrCat(line);
  return SheetError(
      "SHEET_MALFORMED",
      {absl::StrCat("A quote on line ", at, " opens or ends no cell."),
       absl::StrCat("Un guillemet de la ligne ", at,
                    " n'ouvre ni ne ferme une cellule."),
       absl::StrCat("Een aanhalingsteken op regel ", at,
                    " opent of sluit geen cel.")});
}

absl::StatusOr<std::string> TextOf(const std::string& bytes) {
  absl::string_view text = bytes;
  absl::ConsumePrefix(&text, kByteOrderMark);
  if (text.find('\0') == absl::string_view::npos) {
    if (IsUtf8(text)) return std::string(text);
    std::optional<std::string> decoded =
        ToUtf8(text, v1::DeliveryMapping::ENCODING_WINDOWS_1252);
    if (decoded.has_value()) return *std::move(decoded);
  }
  return SheetError(
      "SHEET_NOT_TEXT",
      {"The file is no text in UTF-8 or Windows-1252, and no XLSX. Save it as "
       "\"CSV\" or \"Excel workbook (.xlsx)\", without a password.",
       "Le fichier n'est ni un texte en UTF-8 ou Windows-1252, ni un XLSX. "
       "Enregistrez-le comme « CSV » ou « Classeur Excel (.xlsx) », sans mot "
       "de passe.",
       "Het bestand is geen tekst in UTF-8 of Windows-1252, en geen XLSX. "
       "Bewaar het als \"CSV\" of \"Excel-werkmap (.xlsx)\", zonder "
       "wachtwoord."});
}

// What stands behind the code, whether or not the code is in quotes.
char SeparatorOf(absl::string_view text) {
  absl::ConsumePrefix(&text, "\"");
  size_t end = 0;
  while (end < text.size() &&
         (absl::ascii_isalnum(static_cast<unsigned char>(text[end])) ||
          text[end] == '-')) {
    ++end;
  }
  text.remove_prefix(end);
  absl::ConsumePrefix(&text, "\"");
  return text.empty() || text[0] == '\n' || text[0] == '\r' ? ';' : text[0];
}

// One cell after the other.
class Splitter {
 public:
  Splitter(absl::string_view text, char separator)
      : text_(text), separator_(separator) {}

  absl::StatusOr<SheetGrid> Split() {
    SheetGrid grid;
    while (!text_.empty()) {
      if (grid.rows.size() == kGridRowsMax) return TooLarge();
      std::vector<SheetCell> row;
      ENTENTE_RETURN_IF_ERROR(TakeRow(row));
      grid.rows.push_back(std::move(row));
    }
    return grid;
  }

 private:
  absl::Status TakeRow(std::vector<SheetCell>& row) {
    while (true) {
      SheetCell cell;
      ENTENTE_RETURN_IF_ERROR(TakeCell(cell));
      // Spreadsheets pad lines with separators without end.
      if (row.size() < kGridColumnsMax) {
        row.push_back(std::move(cell));
      } else if (!cell.text.empty()) {
        return TooLarge();
      }
      if (!text_.empty() && text_[0] == separator_) {
        text_.remove_prefix(1);
        continue;
      }
      absl::ConsumePrefix(&text_, "\r");
      if (absl::ConsumePrefix(&text_, "\n")) ++line_;
      return absl::OkStatus();
    }
  }

  absl::Status TakeCell(SheetCell& cell) {
    if (absl::ConsumePrefix(&text_, "\"")) {
      ENTENTE_RETURN_IF_ERROR(TakeQuoted(cell.text));
    } else {
      while (!text_.empty() && text_[0] != separator_ && text_[0] != '\n' &&
             text_[0] != '\r') {
        if (text_[0] == '"') return Malformed(line_);
        cell.text += text_[0];
        text_.remove_prefix(1);
      }
    }
    return cell.text.size() > kCellBytesMax ? TooLarge() : absl::OkStatus();
  }

  absl::Status TakeQuoted(std::string& cell) {
    const size_t begin = line_;
    while (!text_.empty()) {
      if (absl::ConsumePrefix(&text_, "\"\"")) {
        cell += '"';
        continue;
      }
      if (absl::ConsumePrefix(&text_, "\"")) {
        const bool is_end = text_.empty() || text_[0] == separator_ ||
                            text_[0] == '\r' || text_[0] == '\n';
        return is_end ? absl::OkStatus() : Malformed(line_);
      }
      if (text_[0] == '\n') ++line_;
      cell += text_[0];
      text_.remove_prefix(1);
    }
    return Malformed(begin);
  }

  absl::string_view text_;
  const char separator_;
  size_t line_ = 1;
};

std::string FigureCell(const std::optional<int64_t>& value, bool is_hours) {
  return value.has_value() ? SheetFigureText(*value, is_hours) : "";
}

}  // namespace

std::string WriteSheetCsv(const Sheet& sheet, Language language) {
  std::string csv(kByteOrderMark);
  AddCsvLine({FormatSheetCode(sheet), CsvText(SheetTitle(sheet.key, language))},
             csv);
  AddCsvLine({CsvText(SheetHelp(sheet, language))}, csv);
  std::vector<std::string> titles;
  for (size_t i = 0; i < kSheetColumns; ++i) {
    titles.push_back(
        CsvText(ColumnTitle(static_cast<SheetColumn>(i), language)));
  }
  AddCsvLine(titles, csv);
  for (size_t i = 0; i < sheet.rows.size(); ++i) {
    const SheetRow& row = sheet.rows[i];
    AddCsvLine({absl::StrCat(i + 1), CsvText(row.title),
                // Without its name: programs take the cell for the code.
                CsvText(row.area), CsvText(row.unit),
                FigureCell(row.delivered, row.is_hours),
                row.is_confidential ? CsvText(ConfidentialWord(language))
                                    : FigureCell(row.known, row.is_hours),
                "", "", CsvText(FormatRowCode(row.measure, row.split)),
                RowCheck(sheet.key, i + 1, row)},
               csv);
  }
  return csv;
}

absl::StatusOr<SheetGrid> ReadCsvGrid(const std::string& bytes) {
  const absl::StatusOr<std::string> text = TextOf(bytes);
  if (!text.ok()) return text.status();
  return Splitter(*text, SeparatorOf(*text)).Split();
}

}  // namespace entente::client
