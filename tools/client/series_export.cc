#include "tools/client/series_export.h"

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/strings/str_join.h"
#include "nlohmann/json.hpp"
#include "tools/client/csv_writer.h"
#include "tools/client/sdmx_columns.h"

namespace entente::client {
namespace {

namespace cv1 = entente::conventions::v1;
namespace v1 = entente::indicators::v1;
using Step = v1::QuerySeriesRequest::Step;

constexpr char kApproved[] = "approved";
constexpr char kProvisional[] = "provisional";
constexpr char kNotSummed[] = "not_summed";
constexpr size_t kStructureBytesMax = 200;

std::string MonthText(const google::type::Date& month) {
  return absl::StrFormat("%04d-%02d", month.year(), month.month());
}

std::string MonthOf(const SeriesRow& row) {
  return MonthText(row.figure.month());
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
    case cv1::MEASURE_KIND_QUALITATIVE:
      return "words";
    default:
      return "other";
  }
}

// Words are no zero.
bool IsWords(const SeriesRow& row) {
  return row.kind == cv1::MEASURE_KIND_QUALITATIVE;
}

// Its months may not be summed, and it is of several.
bool IsNotSummed(const SeriesRow& row) {
  return row.step.reason() != v1::StepFigure::REASON_UNSPECIFIED;
}

std::string ValueText(const SeriesRow& row) {
  return IsWords(row) || IsNotSummed(row) ? ""
                                          : absl::StrCat(row.figure.value());
}

std::string ContributionsText(const SeriesRow& row) {
  return IsNotSummed(row) ? "" : absl::StrCat(row.figure.contributions());
}

const char* StatusOf(const SeriesRow& row) {
  if (IsNotSummed(row)) return kNotSummed;
  return row.is_approved ? kApproved : kProvisional;
}

// Of CL_OBS_STATUS; M: the value cannot exist.
const char* SdmxStatusOf(const SeriesRow& row) {
  if (IsNotSummed(row)) return "M";
  return row.is_approved ? "A" : "P";
}

const char* ExtentOf(const SeriesRow& row) {
  return row.step.is_partial() ? "partial" : "whole";
}

// Of CL_FREQ.
const char* FrequencyOf(Step step) {
  switch (step) {
    case v1::QuerySeriesRequest::STEP_QUARTER:
      return "Q";
    case v1::QuerySeriesRequest::STEP_YEAR:
      return "A";
    default:
      return "M";
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

const char* LocalText(const SeriesRow& row) { return row.is_local ? "1" : "0"; }

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

std::string SeriesCsv(const std::vector<SeriesRow>& rows, bool is_split,
                      Step step) {
  const bool is_by_month = step == v1::QuerySeriesRequest::STEP_UNSPECIFIED;
  std::string csv;
  Cells titles = {"month"};
  if (!is_by_month) titles = {"period", "first_month", "last_month", "extent"};
  Append({"measure", "title_fr", "title_nl", "kind", "area", "value",
          "denominator", "contributions", "status"},
         titles);
  if (is_split) {
    Append({"split_by", "split_code", "split_title_fr", "split_title_nl"},
           titles);
  }
  titles.push_back("is_local");
  AddCsvLine(titles, csv);
  for (const SeriesRow& row : rows) {
    Cells cells = {MonthOf(row)};
    if (!is_by_month) {
      cells = {row.period, MonthText(row.step.first_month()),
               MonthText(row.step.last_month()), ExtentOf(row)};
    }
    Append(
        {CsvText(row.measure), CsvText(row.title.fr()), CsvText(row.title.nl()),
         KindWord(row.kind), CsvText(row.area), ValueText(row),
         IsRatio(row) ? absl::StrCat(row.figure.denominator()) : "",
         ContributionsText(row), StatusOf(row)},
        cells);
    if (is_split) {
      Append({CsvText(row.split_by), CsvText(row.split_code),
              CsvText(row.split_title.fr()), CsvText(row.split_title.nl())},
             cells);
    }
    cells.push_back(LocalText(row));
    AddCsvLine(cells, csv);
  }
  return csv;
}

std::string SeriesJson(const std::vector<SeriesRow>& rows, bool is_split,
                       Step step) {
  nlohmann::ordered_json list = nlohmann::ordered_json::array();
  for (const SeriesRow& row : rows) {
    nlohmann::ordered_json one;
    if (step == v1::QuerySeriesRequest::STEP_UNSPECIFIED) {
      one["month"] = MonthOf(row);
    } else {
      one["period"] = row.period;
      one["first_month"] = MonthText(row.step.first_month());
      one["last_month"] = MonthText(row.step.last_month());
      one["extent"] = ExtentOf(row);
    }
    one["measure"] = row.measure;
    one["title_fr"] = row.title.fr();
    one["title_nl"] = row.title.nl();
    one["kind"] = KindWord(row.kind);
    one["area"] = row.area;
    one["value"] = IsWords(row) || IsNotSummed(row)
                       ? nlohmann::ordered_json()
                       : nlohmann::ordered_json(row.figure.value());
    one["denominator"] = IsRatio(row)
                             ? nlohmann::ordered_json(row.figure.denominator())
                             : nlohmann::ordered_json();
    one["contributions"] =
        IsNotSummed(row) ? nlohmann::ordered_json()
                         : nlohmann::ordered_json(row.figure.contributions());
    one["status"] = StatusOf(row);
    if (is_split) {
      one["split_by"] = row.split_by;
      one["split_code"] = row.split_code;
      one["split_title_fr"] = row.split_title.fr();
      one["split_title_nl"] = row.split_title.nl();
    }
    one["is_local"] = row.is_local;
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
                          const std::string& structure, bool is_split,
                          Step step) {
  std::string csv = Line(SdmxCsvTitles(is_split ? SdmxDataflow::kSplitSeries
                                                : SdmxDataflow::kSeries));
  for (const SeriesRow& row : rows) {
    const std::string value = ValueText(row);
    const std::string denominator = absl::StrCat(row.figure.denominator());
    Cells cells = {
        "dataflow",
        structure,
        "I",
        FrequencyOf(step),
        row.area,
        row.measure,
        row.period.empty() ? MonthOf(row) : row.period,
        IsRatio(row) ? Percentage(row.figure.value(), row.figure.denominator())
                     : value,
        SdmxStatusOf(row),
        row.is_confidential ? "C" : "N",
        UnitOf(row),
        IsRatio(row) ? value : "",
        IsRatio(row) ? denominator : "",
        ContributionsText(row)};
    if (is_split) Append({row.split_by, row.split_code}, cells);
    cells.push_back(LocalText(row));
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
