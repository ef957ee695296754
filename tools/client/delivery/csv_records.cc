// Records of CSV: RFC 4180 with any separator; a field may stand in quotes, but
// not on two lines, so that a missing quote spoils one record and not the rest.
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

constexpr size_t kColumnsMax = 256;

class CsvRecords final : public RecordReader {
 public:
  CsvRecords(std::istream& in, const v1::DeliveryMapping& mapping)
      : lines_(in, mapping.encoding()),
        fields_(FieldsOf(mapping)),
        separator_(mapping.separator().empty() ? '\0'
                                               : mapping.separator()[0]) {}

  absl::Status ReadTitles(const v1::DeliveryMapping& mapping) {
    Line line;
    std::vector<std::string> titles;
    if (lines_.Next(line) && separator_ == '\0') {
      separator_ = FindCsvSeparator(line.text);
    }
    if (line.text.empty() || !SplitCsvLine(line.text, separator_, titles) ||
        titles.size() > kColumnsMax) {
      return DeliveryFileError(
          "CSV_HEADER_MISSING",
          {"The first line has no titles that can be read.",
           "La première ligne n'a pas de titres lisibles.",
           "De eerste regel heeft geen leesbare titels."});
    }
    for (size_t i = 0; i < titles.size(); ++i) {
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
    Line line;
    if (!lines_.Next(line)) return false;
    record.line = lines_.number();
    record.cells.assign(fields_.size(), "");
    std::vector<std::string> cells;
    const bool is_sound = !line.is_malformed &&
                          SplitCsvLine(line.text, separator_, cells) &&
                          cells.size() == places_.size();
    record.fault = is_sound ? nullptr : kRowMalformed;
    if (!is_sound) return true;
    for (size_t i = 0; i < cells.size(); ++i) {
      if (places_[i] >= 0) record.cells[places_[i]] = std::move(cells[i]);
    }
    return true;
  }

  int64_t bytes() const override { return lines_.bytes(); }

 private:
  static int Find(const std::vector<std::string>& names,
                  const std::string& title) {
    for (size_t i = 0; i < names.size(); ++i) {
      if (absl::EqualsIgnoreCase(names[i], title)) return static_cast<int>(i);
    }
    return -1;
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
  const std::vector<std::string> fields_;
  // 0 until the titles say it.
  char separator_;
  // Of each column of the file its field; -1 for an ignored one.
  std::vector<int> places_;
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
