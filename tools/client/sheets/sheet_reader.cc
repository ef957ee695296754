#include "tools/client/sheets/sheet_reader.h"

#include <algorithm>
#include <map>
#include <utility>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/strip.h"
#include "tools/client/sheets/sheet_csv.h"
#include "tools/client/sheets/sheet_layout.h"
#include "tools/client/sheets/xlsx_reader.h"

namespace entente::client {
namespace {

// Numbers of rows that an error names.
constexpr size_t kNamedMax = 10;

absl::Status CodeMissing() {
  return SheetError(
      "SHEET_CODE_MISSING",
      {"No sheet of ours: cell A1 holds no code (ent1-…). Send back the file "
       "that was sent, filled in.",
       "Ce n'est pas un de nos relevés : la cellule A1 ne contient pas de code "
       "(ent1-…). Renvoyez le fichier reçu, rempli.",
       "Geen blad van ons: cel A1 bevat geen code (ent1-…). Stuur het "
       "ontvangen bestand ingevuld terug."});
}

absl::Status CodeDamaged() {
  return SheetError(
      "SHEET_CODE_DAMAGED",
      {"The code in cell A1 is not whole, or of another version. Write a new "
       "sheet with entente collect sheet.",
       "Le code de la cellule A1 est incomplet ou d'une autre version. Créez "
       "un nouveau relevé avec entente collect sheet.",
       "De code in cel A1 is onvolledig of van een andere versie. Maak een "
       "nieuw blad met entente collect sheet."});
}

absl::Status Altered(const std::string& where) {
  return SheetError(
      "SHEET_ALTERED",
      {absl::StrCat("Something else than a figure or a remark was changed, at ",
                    where,
                    ". Put back what stood there, or fill in the sheet anew."),
       absl::StrCat("Autre chose qu'un chiffre ou une remarque a été modifié, "
                    "en ",
                    where,
                    ". Rétablissez ce qui s'y trouvait, ou remplissez à "
                    "nouveau le relevé."),
       absl::StrCat("Er is iets anders dan een cijfer of opmerking gewijzigd, "
                    "in ",
                    where,
                    ". Zet terug wat er stond, of vul het blad opnieuw in.")});
}

absl::Status Formula(const std::string& cell) {
  return SheetError("SHEET_FORMULA",
                    {absl::StrCat("Cell ", cell,
                                  " holds a formula; write the figure itself."),
                     absl::StrCat("La cellule ", cell,
                                  " contient une formule ; écrivez le chiffre "
                                  "lui-même."),
                     absl::StrCat("Cel ", cell,
                                  " bevat een formule; schrijf het cijfer "
                                  "zelf.")});
}

absl::Status RowTwice(size_t number) {
  const std::string row = absl::StrCat(number);
  return SheetError(
      "SHEET_ROW_TWICE",
      {absl::StrCat("Row no. ", row, " stands there twice; keep one of them."),
       absl::StrCat("La ligne n° ", row, " figure deux fois ; gardez-en une."),
       absl::StrCat("Rij nr. ", row, " staat er tweemaal; behoud er een.")});
}

absl::Status RowsMissing(const std::vector<size_t>& missing, size_t rows) {
  std::string numbers = absl::StrJoin(
      missing.begin(),
      missing.begin() +
          static_cast<ptrdiff_t>(std::min(missing.size(), kNamedMax)),
      ", ");
  if (missing.size() > kNamedMax) absl::StrAppend(&numbers, ", …");
  const std::string count = absl::StrCat(missing.size());
  const std::string all = absl::StrCat(rows);
  return SheetError(
      "SHEET_ROWS_MISSING",
      {absl::StrCat(count, " of ", all, " rows are missing (no. ", numbers,
                    "). Leave the figure empty instead of deleting a row."),
       absl::StrCat(count, " lignes sur ", all, " manquent (n° ", numbers,
                    "). Laissez le chiffre vide au lieu de supprimer une "
                    "ligne."),
       absl::StrCat(count, " van de ", all, " rijen ontbreken (nr. ", numbers,
                    "). Laat het cijfer leeg in plaats van een rij te "
                    "verwijderen.")});
}

// The page whose first cell is a code, whole or not.
const SheetGrid* FindPage(const std::vector<SheetGrid>& grids, SheetCode& code,
                          CodeForm& form) {
  const SheetGrid* damaged = nullptr;
  for (const SheetGrid& grid : grids) {
    SheetCode found;
    form = ParseSheetCode(PlainText(grid.At(kCodeRow, 0).text), found);
    if (form == CodeForm::kWhole) {
      code = std::move(found);
      return &grid;
    }
    if (form == CodeForm::kDamaged) damaged = &grid;
  }
  form = damaged == nullptr ? CodeForm::kNone : CodeForm::kDamaged;
  return damaged;
}

std::string LabelOf(const SheetCell& cell) { return PlainText(cell.text); }

// The number of a row, as text or as XLSX stores it; 0 for none.
size_t NumberOf(const SheetCell& cell) {
  const std::string text = PlainText(cell.text);
  size_t number = 0;
  if (text.size() > 4 || !absl::SimpleAtoi(text, &number)) return 0;
  return number;
}

class Reader {
 public:
  Reader(const SheetGrid& grid, const SheetCode& code, const HoursOf& hours_of)
      : grid_(grid), code_(code), hours_of_(hours_of) {}

  absl::StatusOr<ReturnedSheet> Read() {
    sheet_.key = code_.key;
    sheet_.code = PlainText(grid_.At(kCodeRow, 0).text);
    for (size_t row = 0; row < grid_.rows.size(); ++row) {
      for (size_t column = 0; column < grid_.rows[row].size(); ++column) {
        if (column == kFigureColumn && row >= kFirstRow) continue;
        if (grid_.rows[row][column].is_formula) {
          return Formula(CellAddress(row, column));
        }
      }
      if (row >= kFirstRow) ENTENTE_RETURN_IF_ERROR(ReadRow(row));
    }
    return Whole();
  }

 private:
  static bool IsBlank(const std::vector<SheetCell>& row) {
    for (const SheetCell& cell : row) {
      if (!PlainText(cell.text).empty() || cell.is_formula) return false;
    }
    return true;
  }

  absl::Status ReadRow(size_t place) {
    if (IsBlank(grid_.rows[place])) return absl::OkStatus();
    const std::string where = absl::StrCat(
        CellAddress(place, 0), ":", CellAddress(place, kSheetColumns - 1));
    SheetPlace counted;
    ParseRowCode(LabelOf(grid_.At(place, kMeasureCodeColumn)), counted);
    counted.area = ParseArea(grid_.At(place, kAreaColumn).text);
    SheetRow row;
    row.measure = counted.measure;
    row.split = counted.split;
    row.area = counted.area;
    row.title = LabelOf(grid_.At(place, kMeasureTitleColumn));
    row.unit = LabelOf(grid_.At(place, kUnitColumn));
    const size_t number = NumberOf(grid_.At(place, kNumberColumn));
    if (number == 0 || number > code_.rows ||
        PlainText(grid_.At(place, kCheckColumn).text) !=
            RowCheck(code_.key, number, row)) {
      return Altered(where);
    }
    for (size_t i = kSheetColumns; i < grid_.rows[place].size(); ++i) {
      if (!PlainText(grid_.rows[place][i].text).empty()) {
        return Altered(CellAddress(place, i));
      }
    }
    SheetEntry& entry = entries_[number];
    if (entry.number != 0) return RowTwice(number);
    entry = {.number = number,
             .place = std::move(counted),
             .title = row.title,
             .cell = CellAddress(place, kFigureColumn)};
    rows_[number] = std::move(row);
    ReadFigure(place, entry);
    if (!PlainText(grid_.At(place, kRemarkColumn).text).empty()) {
      sheet_.remarks.push_back(CellAddress(place, kRemarkColumn));
    }
    return absl::OkStatus();
  }

  void ReadFigure(size_t place, SheetEntry& entry) {
    const SheetCell& cell = grid_.At(place, kFigureColumn);
    const std::optional<bool> is_hours = hours_of_(entry.place.measure);
    entry.is_hours = is_hours.value_or(false);
    const SheetFigure figure = ReadSheetFigure(cell, entry.is_hours);
    entry.value = figure.value;
    const char* fault = figure.fault;
    if (!is_hours.has_value() && figure.value.has_value()) {
      fault = kFigureMeasure;
    }
    if (fault != nullptr) sheet_.faults.push_back({entry.cell, fault});
  }

  absl::StatusOr<ReturnedSheet> Whole() {
    std::vector<size_t> missing;
    for (size_t number = 1; number <= code_.rows; ++number) {
      if (entries_.count(number) == 0) missing.push_back(number);
    }
    if (!missing.empty()) return RowsMissing(missing, code_.rows);
    std::vector<SheetRow> rows;
    for (auto& [number, row] : rows_) rows.push_back(std::move(row));
    // The rows are those of a sheet of this source and month, each as it was
    // written, but not of this one.
    if (RowsDigest(code_.key, rows) != code_.digest) return Altered("A1");
    for (auto& [number, entry] : entries_) {
      sheet_.entries.push_back(std::move(entry));
    }
    return std::move(sheet_);
  }

  const SheetGrid& grid_;
  const SheetCode& code_;
  const HoursOf& hours_of_;
  ReturnedSheet sheet_;
  // By number.
  std::map<size_t, SheetEntry> entries_;
  std::map<size_t, SheetRow> rows_;
};

}  // namespace

absl::StatusOr<std::vector<SheetGrid>> ReadGrids(const std::string& bytes) {
  if (bytes.size() > kSheetFileBytesMax) {
    const std::string max = absl::StrCat(kSheetFileBytesMax >> 20);
    return SheetError(
        "SHEET_TOO_LARGE",
        {absl::StrCat("A sheet is a file of at most ", max, " MiB."),
         absl::StrCat("Un relevé est un fichier de ", max, " Mio au plus."),
         absl::StrCat("Een blad is een bestand van hoogstens ", max, " MiB.")});
  }
  if (LooksLikeXlsx(bytes)) return ReadXlsxGrids(bytes);
  ENTENTE_ASSIGN_OR_RETURN(SheetGrid grid, ReadCsvGrid(bytes));
  return std::vector<SheetGrid>{std::move(grid)};
}

absl::StatusOr<SheetCode> FindSheetCode(const std::vector<SheetGrid>& grids) {
  SheetCode code;
  CodeForm form = CodeForm::kNone;
  FindPage(grids, code, form);
  if (form == CodeForm::kNone) return CodeMissing();
  if (form == CodeForm::kDamaged) return CodeDamaged();
  return code;
}

absl::StatusOr<ReturnedSheet> ReadSheet(const std::vector<SheetGrid>& grids,
                                        const HoursOf& hours_of) {
  ENTENTE_RETURN_IF_ERROR(FindSheetCode(grids).status());
  SheetCode code;
  CodeForm form = CodeForm::kNone;
  const SheetGrid* page = FindPage(grids, code, form);
  return Reader(*page, code, hours_of).Read();
}

}  // namespace entente::client
