// Records of CSV: RFC 4180 with any separator; a field may stand in quotes,
// also on several lines, and a missing quote spoils one record and not the rest
// (csv_lines.h). Rows of empty cells are passed over, as spreadsheets write
// them.
#include <algorithm>
#include <utility>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "tools/client/csv.h"
#include "tools/client/delivery/line_reader.h"
#include "tools/client/delivery/mapping_rules.h"
#include "tools/client/delivery/record_reader.h"

namespace entente::client {
namespace {

namespace v1 = entente::indicators::v1;

// In the place of a field.
constexpr int kIgnored = -1;
constexpr int kUntitled = -2;

// What stands in a field is on one line.
bool HasLineBreak(absl::string_view cell) {
  return cell.find('\n') != absl::string_view::npos;
}

class CsvRecords final : public RecordReader {
 public:
  CsvRecords(std::istream& in, const v1::DeliveryMapping& mapping)
      : lines_(in, mapping.encoding()),
        fields_(FieldsOf(mapping)),
        separator_(mapping.separator().empty() ? '\0'
                                               : mapping.separator()[0]) {}

  absl::Status ReadTitles(const v1::DeliveryMapping& mapping) {
    std::vector<std::string> titles;
    if (!FindTitles(titles) || IsEmptyCsvRow(titles) ||
        titles.size() > kCsvColumnsMax) {
      return DeliveryFileError(
          "CSV_HEADER_MISSING",
          {"The first line has no titles that can be read.",
           "La première ligne n'a pas de titres lisibles.",
           "De eerste regel heeft geen leesbare titels."});
    }
    for (size_t i = 0; i < titles.size(); ++i) {
      if (titles[i].empty()) {
        places_.push_back(kUntitled);
        columns_.push_back(CsvPlace::kUntitled);
        continue;
      }
      const int field = Find(fields_, titles[i]);
      if (std::any_of(titles.begin(), titles.begin() + i,
                      [&](const std::string& other) {
                        return absl::EqualsIgnoreCase(other, titles[i]);
                      })) {
        return ColumnTwice(i + 1);
      }
      if (field < 0 &&
          Find({mapping.ignored().begin(), mapping.ignored().end()},
               titles[i]) < 0) {
        return ColumnUnknown(i + 1);
      }
      places_.push_back(field);
      columns_.push_back(field < 0 ? CsvPlace::kIgnored : CsvPlace::kNeeded);
    }
    for (size_t i = 0; i < fields_.size(); ++i) {
      const bool is_there = std::find(places_.begin(), places_.end(),
                                      static_cast<int>(i)) != places_.end();
      if (!is_there && !IsOptional(mapping, fields_[i])) {
        return ColumnMissing(fields_[i]);
      }
    }
    return absl::OkStatus();
  }

  bool Next(Record& record) override {
    CsvLine row;
    std::vector<std::string> cells;
    bool is_sound = false;
    while (true) {
      if (!ReadRow(row)) return false;
      // Whatever comes of it, the rows behind it have other numbers.
      has_loose_rows_ = has_loose_rows_ || row.lines > 1;
      is_sound = !row.is_malformed && SplitCsvLine(row.text, separator_, cells);
      if (!is_sound || !IsEmptyCsvRow(cells)) break;
      has_loose_rows_ = true;
    }
    record.line = row.number;
    record.cells.assign(fields_.size(), "");
    record.fault = kRowMalformed;
    const bool is_short = cells.size() != columns_.size();
    if (!is_sound || !FitCsvCells(columns_, row.is_ended, cells)) return true;
    has_loose_rows_ = has_loose_rows_ || is_short;
    for (size_t i = 0; i < cells.size(); ++i) {
      if (places_[i] < 0) continue;
      if (HasLineBreak(cells[i])) return true;
      record.cells[places_[i]] = std::move(cells[i]);
    }
    record.fault = nullptr;
    return true;
  }

  int64_t bytes() const override { return lines_.bytes(); }
  bool has_loose_rows() const override { return has_loose_rows_; }

 private:
  bool ReadLine(CsvLine& read) {
    Line line;
    if (!lines_.NextOrBlank(line)) return false;
    read = CsvLine{.text = std::move(line.text),
                   .number = lines_.number(),
                   .is_malformed = line.is_malformed,
                   .is_ended = line.is_ended};
    return true;
  }

  // The next row; false at the end, and where the disk fails.
  bool ReadRow(CsvLine& row) {
    const auto read = [this](CsvLine& line) { return ReadLine(line); };
    const auto is_row = [this](absl::string_view line) {
      return MayBeCsvRow(columns_, separator_, line);
    };
    const auto is_record = [this](absl::string_view text) {
      std::vector<std::string> cells;
      return SplitCsvLine(text, separator_, cells) &&
             FitCsvCells(columns_, /*is_ended=*/true, cells);
    };
    return rows_.Next(read, {.is_row = is_row, .is_record = is_record}, row) &&
           !lines_.is_cut_short();
  }

  // False where the first row, or the one behind "sep=;", has none.
  bool FindTitles(std::vector<std::string>& titles) {
    char stated = separator_;
    const auto is_titles = [&](absl::string_view text) {
      separator_ = stated != '\0'
                       ? stated
                       : FindCsvSeparator(text.substr(0, text.find('\n')));
      return SplitCsvLine(text, separator_, titles);
    };
    const auto read = [this](CsvLine& line) { return ReadLine(line); };
    // How many cells a row has is not known before.
    const auto is_row = [](absl::string_view) { return false; };
    const CsvLines::Rules rules = {.is_row = is_row, .is_record = is_titles};
    CsvLine row;
    if (!rows_.Next(read, rules, row)) return false;
    const char said = StatedCsvSeparator(row.text);
    if (said != '\0') {
      // That of the mapping goes before.
      if (stated == '\0') stated = said;
      if (!rows_.Next(read, rules, row)) return false;
    }
    return !row.is_malformed && is_titles(row.text);
  }

  static int Find(const std::vector<std::string>& names,
                  const std::string& title) {
    for (size_t i = 0; i < names.size(); ++i) {
      if (absl::EqualsIgnoreCase(names[i], title)) return static_cast<int>(i);
    }
    return kIgnored;
  }

  // Corrections and withdrawals are all that a file may do without.
  static bool IsOptional(const v1::DeliveryMapping& mapping,
                         const std::string& field) {
    const auto is_among = [&](const auto& fields) {
      return std::find(fields.begin(), fields.end(), field) != fields.end();
    };
    return is_among(mapping.event_id().replaces()) ||
           is_among(mapping.event_id().withdraws());
  }

  static absl::Status ColumnUnknown(size_t column) {
    const std::string at = absl::StrCat(column);
    return DeliveryFileError(
        "CSV_COLUMN_UNKNOWN",
        {absl::StrCat("The title of column ", at,
                      " is neither mapped nor "
                      "ignored. Add it to the "
                      "mapping, or leave it out."),
         absl::StrCat("Le titre de la colonne ", at,
                      " n'est ni lu ni ignoré. Ajoutez-le à la "
                      "correspondance, ou retirez la colonne."),
         absl::StrCat("De titel van kolom ", at,
                      " wordt gelezen noch genegeerd. Voeg hem toe aan de "
                      "koppeling, of laat de kolom weg.")});
  }

  static absl::Status ColumnTwice(size_t column) {
    const std::string at = absl::StrCat(column);
    return DeliveryFileError(
        "CSV_COLUMN_TWICE",
        {absl::StrCat("Column ", at, " has the title of one before it."),
         absl::StrCat("La colonne ", at, " porte le titre d'une précédente."),
         absl::StrCat("Kolom ", at, " heeft de titel van een eerdere.")});
  }

  static absl::Status ColumnMissing(const std::string& field) {
    return DeliveryFileError(
        "CSV_COLUMN_MISSING",
        {absl::StrCat("The column \"", field, "\" of the mapping is missing."),
         absl::StrCat("La colonne « ", field,
                      " » de la correspondance "
                      "manque."),
         absl::StrCat("De kolom \"", field,
                      "\" van de koppeling "
                      "ontbreekt.")});
  }

  LineReader lines_;
  CsvLines rows_;
  const std::vector<std::string> fields_;
  // 0 until the titles say it.
  char separator_;
  // Of each column of the file its field, kIgnored or kUntitled.
  std::vector<int> places_;
  std::vector<CsvPlace> columns_;
  bool has_loose_rows_ = false;
};

}  // namespace

absl::StatusOr<std::unique_ptr<RecordReader>> OpenCsvRecords(
    std::istream& in, const v1::DeliveryMapping& mapping) {
  auto records = std::make_unique<CsvRecords>(in, mapping);
  ENTENTE_RETURN_IF_ERROR(records->ReadTitles(mapping));
  return records;
}

absl::Status DeliveryFileError(const std::string& reason,
                               const Sentence& what) {
  return MakeError(absl::StatusCode::kInvalidArgument,
                   {.reason = reason, .sentence = what});
}

absl::StatusOr<std::unique_ptr<RecordReader>> OpenRecords(
    std::istream& in, const v1::DeliveryMapping& mapping,
    v1::DeliveryMapping::Format format) {
  switch (format) {
    case v1::DeliveryMapping::FORMAT_NDJSON:
      return OpenJsonRecords(in, mapping);
    case v1::DeliveryMapping::FORMAT_XML:
      return OpenXmlRecords(in, mapping);
    default:
      return OpenCsvRecords(in, mapping);
  }
}

}  // namespace entente::client
