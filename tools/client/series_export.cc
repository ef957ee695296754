#include "tools/client/series_export.h"

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/strings/str_join.h"
#include "nlohmann/json.hpp"
#include "tools/client/csv_writer.h"

namespace entente::client {
namespace {

namespace cv1 = entente::conventions::v1;

constexpr char kApproved[] = "approved";
constexpr char kProvisional[] = "provisional";
constexpr size_t kStructureBytesMax = 200;

std::string MonthOf(const SeriesRow& row) {
  return absl::StrFormat("%04d-%02d", row.figure.month().year(),
                         row.figure.month().month());
}

std::string KindWord(cv1::MeasureKind kind) {
  switch (kind) {
    case cv1::MEASURE_KIND_COUNT:
      return "count";
    case cv1::MEASURE_KIND_HOURS:
      return "hours";
    case cv1::MEASURE_KIND_YES_NO:
      return "yes_no";
    case cv1::MEASURE_KIND_RATIO:
      return "ratio";
    default:
      return "other";
  }
}

bool IsRatio(const SeriesRow& row) {
  return row.kind == cv1::MEASURE_KIND_RATIO;
}

// Hundredths of a per cent, rounded half up; empty without a denominator.
std::string Percentage(int64_t value, int64_t denominator) {
  if (denominator <= 0) return "";
  const __int128 parts =
      (static_cast<__int128>(value) * 20000 + denominator) / 2 / denominator;
  const auto hundredths = static_cast<int64_t>(parts);
  return absl::StrFormat("%d.%02d", hundredths / 100, hundredths % 100);
}

using Cells = std::vector<std::string>;

void Append(const Cells& more, Cells& cells) {
  cells.insert(cells.end(), more.begin(), more.end());
}

// RFC 4180 with commas. Codes of measures, areas and lists hold none.
std::string Line(const Cells& cells) {
  return absl::StrCat(absl::StrJoin(cells, ","), "\r\n");
}

std::string UnitOf(const SeriesRow& row) {
  switch (row.kind) {
    case cv1::MEASURE_KIND_HOURS:
      return "MIN";
    case cv1::MEASURE_KIND_RATIO:
      return "PC";
    default:
      return "PN";
  }
}

// Letters, digits, "_", "@", "$", "-" and, in an agency, points between.
bool IsSdmxId(absl::string_view text, bool may_have_points) {
  if (text.empty() || !absl::ascii_isalpha(static_cast<unsigned char>(text[0])))
    return false;
  for (const char c : text) {
    if (!absl::ascii_isalnum(static_cast<unsigned char>(c)) && c != '_' &&
        c != '@' && c != '$' && c != '-' && !(may_have_points && c == '.')) {
      return false;
    }
  }
  return true;
}

}  // namespace

std::string SeriesCsv(const std::vector<SeriesRow>& rows, bool is_split) {
  std::string csv;
  Cells titles = {"month", "measure", "title_fr",    "title_nl",      "kind",
                  "area",  "value",   "denominator", "contributions", "status"};
  if (is_split) {
    Append({"split_by", "split_code", "split_title_fr", "split_title_nl"},
           titles);
  }
  AddCsvLine(titles, csv);
  for (const SeriesRow& row : rows) {
    Cells cells = {MonthOf(row),
                   CsvText(row.measure),
                   CsvText(row.title.fr()),
                   CsvText(row.title.nl()),
                   KindWord(row.kind),
                   CsvText(row.area),
                   absl::StrCat(row.figure.value()),
                   IsRatio(row) ? absl::StrCat(row.figure.denominator()) : "",
                   absl::StrCat(row.figure.contributions()),
                   row.is_approved ? kApproved : kProvisional};
    if (is_split) {
      Append({CsvText(row.split_by), CsvText(row.split_code),
              CsvText(row.split_title.fr()), CsvText(row.split_title.nl())},
             cells);
    }
    AddCsvLine(cells, csv);
  }
  return csv;
}

std::string SeriesJson(const std::vector<SeriesRow>& rows, bool is_split) {
  nlohmann::ordered_json list = nlohmann::ordered_json::array();
  for (const SeriesRow& row : rows) {
    nlohmann::ordered_json one;
    one["month"] = MonthOf(row);
    one["measure"] = row.measure;
    one["title_fr"] = row.title.fr();
    one["title_nl"] = row.title.nl();
    one["kind"] = KindWord(row.kind);
    one["area"] = row.area;
    one["value"] = row.figure.value();
    one["denominator"] = IsRatio(row)
                             ? nlohmann::ordered_json(row.figure.denominator())
                             : nlohmann::ordered_json();
    one["contributions"] = row.figure.contributions();
    one["status"] = row.is_approved ? kApproved : kProvisional;
    if (is_split) {
      one["split_by"] = row.split_by;
      one["split_code"] = row.split_code;
      one["split_title_fr"] = row.split_title.fr();
      one["split_title_nl"] = row.split_title.nl();
    }
    list.push_back(std::move(one));
  }
  nlohmann::ordered_json document;
  document["rows"] = std::move(list);
  // A title that is no UTF-8 is shown with replacement signs, not refused.
  return document.dump(2, ' ', false,
                       nlohmann::ordered_json::error_handler_t::replace) +
         "\n";
}

std::string SeriesSdmxCsv(const std::vector<SeriesRow>& rows,
                          const std::string& structure, bool is_split) {
  Cells titles = {"STRUCTURE",   "STRUCTURE_ID", "ACTION",       "FREQ",
                  "REF_AREA",    "INDICATOR",    "TIME_PERIOD",  "OBS_VALUE",
                  "OBS_STATUS",  "CONF_STATUS",  "UNIT_MEASURE", "NUMERATOR",
                  "DENOMINATOR", "CONTRIBUTIONS"};
  if (is_split) Append({"SPLIT_BY", "SPLIT_CODE"}, titles);
  std::string csv = Line(titles);
  for (const SeriesRow& row : rows) {
    const std::string value = absl::StrCat(row.figure.value());
    const std::string denominator = absl::StrCat(row.figure.denominator());
    Cells cells = {
        "dataflow",
        structure,
        "I",
        "M",
        row.area,
        row.measure,
        MonthOf(row),
        IsRatio(row) ? Percentage(row.figure.value(), row.figure.denominator())
                     : value,
        row.is_approved ? "A" : "P",
        row.is_confidential ? "C" : "N",
        UnitOf(row),
        IsRatio(row) ? value : "",
        IsRatio(row) ? denominator : "",
        absl::StrCat(row.figure.contributions())};
    if (is_split) Append({row.split_by, row.split_code}, cells);
    csv += Line(cells);
  }
  return csv;
}

bool IsSdmxStructure(absl::string_view text) {
  const size_t colon = text.find(':');
  const size_t open = text.find('(');
  if (text.size() > kStructureBytesMax || colon == absl::string_view::npos ||
      open == absl::string_view::npos || open < colon || text.back() != ')') {
    return false;
  }
  const absl::string_view version =
      text.substr(open + 1, text.size() - open - 2);
  if (version.empty()) return false;
  for (const char c : version) {
    if (!absl::ascii_isdigit(static_cast<unsigned char>(c)) && c != '.' &&
        c != '+') {
      return false;
    }
  }
  return IsSdmxId(text.substr(0, colon), true) &&
         IsSdmxId(text.substr(colon + 1, open - colon - 1), false);
}

}  // namespace entente::client
