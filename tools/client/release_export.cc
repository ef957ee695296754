#include "tools/client/release_export.h"

#include <cstdint>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/strings/str_join.h"
#include "tools/client/csv_writer.h"
#include "tools/client/resource_names.h"
#include "tools/client/sdmx_columns.h"

namespace entente::client {
namespace {

namespace cv1 = entente::conventions::v1;
namespace v1 = entente::indicators::v1;
using entente::common::v1::LocalizedText;
using v1::ReleaseCell;

std::string MonthText(const google::type::Date& month) {
  return absl::StrFormat("%04d-%02d", month.year(), month.month());
}

int MonthsOf(const google::type::Date& first, const google::type::Date& last) {
  return (last.year() - first.year()) * 12 + last.month() - first.month() + 1;
}

// 'M', 'Q' and 'A' as in SDMX; 'O' for any other span.
char FrequencyOf(const google::type::Date& first,
                 const google::type::Date& last) {
  const int months = MonthsOf(first, last);
  if (months == 1) return 'M';
  if (months == 3 && first.month() % 3 == 1) return 'Q';
  return months == 12 && first.month() == 1 ? 'A' : 'O';
}

std::string KindWord(cv1::MeasureKind kind) {
  switch (kind) {
    case cv1::MEASURE_KIND_COUNT:
      return "count";
    case cv1::MEASURE_KIND_HOURS:
      return "hours";
    case cv1::MEASURE_KIND_RATIO:
      return "ratio";
    case cv1::MEASURE_KIND_YES_NO:
      return "yes_no";
    case cv1::MEASURE_KIND_QUALITATIVE:
      return "words";
    default:
      return "other";
  }
}

std::string UnitOf(cv1::MeasureKind kind) {
  switch (kind) {
    case cv1::MEASURE_KIND_HOURS:
      return "MIN";
    case cv1::MEASURE_KIND_RATIO:
      return "PC";
    default:
      return "PN";
  }
}

std::string ValueText(const ReleaseCell& cell) {
  return cell.has_value() ? absl::StrCat(cell.value()) : "";
}

std::string DenominatorText(const ReleaseCell& cell) {
  return cell.has_denominator() ? absl::StrCat(cell.denominator()) : "";
}

// Of CL_OBS_STATUS; O: nothing was said of it, Q: it is left out.
std::string ObservationStatus(const ReleaseCell& cell) {
  if (cell.has_value()) return "A";
  return cell.status() == ReleaseCell::STATUS_FREE ? "O" : "Q";
}

std::string ConfidentialStatus(const ReleaseCell& cell) {
  return cell.is_confidential() ? "C" : ConfidentialityLetter(cell.status());
}

// Hundredths of a per cent, rounded half up; empty without a denominator.
std::string Percentage(const ReleaseCell& cell) {
  if (!cell.has_value() || cell.denominator() <= 0) return "";
  const __int128 parts =
      (static_cast<__int128>(cell.value()) * 20000 + cell.denominator()) / 2 /
      cell.denominator();
  const auto hundredths = static_cast<int64_t>(parts);
  return absl::StrFormat("%d.%02d", hundredths / 100, hundredths % 100);
}

std::string SdmxTime(const ReleaseCell& cell) {
  const google::type::Date& first = cell.first_month();
  const google::type::Date& last = cell.last_month();
  if (FrequencyOf(first, last) != 'O') return SpanText(first, last);
  return absl::StrFormat("%s-01/P%dM", MonthText(first), MonthsOf(first, last));
}

using Cells = std::vector<std::string>;

void Append(const Cells& more, Cells& cells) {
  cells.insert(cells.end(), more.begin(), more.end());
}

// Of a table that is split.
std::string SplitCode(const ReleaseCell& cell) {
  return cell.is_remainder() ? "unknown" : cell.area();
}

LocalizedText CodeTitle(const v1::Release& release, const ReleaseCell& cell) {
  for (const v1::ReleaseArea& row : release.areas()) {
    if (row.code() == cell.area() &&
        row.is_remainder() == cell.is_remainder()) {
      return row.title();
    }
  }
  return {};
}

// RFC 4180 with commas. Codes of measures and areas hold none.
std::string Line(const Cells& cells) {
  return absl::StrCat(absl::StrJoin(cells, ","), "\r\n");
}

std::string LocalText(const LocalCodes& local, const std::string& code) {
  if (!local.has_value()) return "";
  return IsKnownLocal(local, code) ? "1" : "0";
}

}  // namespace

bool IsKnownLocal(const LocalCodes& local, const std::string& code) {
  return local.has_value() && local->contains(code);
}

std::string ConfidentialityLetter(ReleaseCell::Status status) {
  switch (status) {
    case ReleaseCell::STATUS_FREE:
      return "F";
    case ReleaseCell::STATUS_PRIMARY:
      return "A";
    case ReleaseCell::STATUS_SECONDARY:
      return "D";
    case ReleaseCell::STATUS_EARLIER:
      return "N";
    default:
      return "?";
  }
}

std::string SpanText(const google::type::Date& first,
                     const google::type::Date& last) {
  switch (FrequencyOf(first, last)) {
    case 'M':
      return MonthText(first);
    case 'Q':
      return absl::StrFormat("%04d-Q%d", first.year(), first.month() / 3 + 1);
    case 'A':
      return absl::StrFormat("%04d", first.year());
    default:
      return absl::StrCat(MonthText(first), "/", MonthText(last));
  }
}

std::string ReleaseCsv(const v1::Release& release, const LocalCodes& local) {
  const bool is_split = !release.split_by().empty();
  std::string csv;
  Cells titles = {"first_month", "last_month",  "measure",    "title_fr",
                  "title_nl",    "kind",        "area",       "is_remainder",
                  "value",       "denominator", "obs_status", "conf_status"};
  if (is_split) {
    Append({"split_by", "split_code", "split_title_fr", "split_title_nl"},
           titles);
  }
  titles.push_back("is_local");
  AddCsvLine(titles, csv);
  for (const v1::ReleaseTable& table : release.tables()) {
    for (const ReleaseCell& cell : table.cells()) {
      Cells cells = {MonthText(cell.first_month()),
                     MonthText(cell.last_month()),
                     CsvText(table.measure_code()),
                     CsvText(table.title().fr()),
                     CsvText(table.title().nl()),
                     KindWord(table.kind()),
                     is_split ? "" : CsvText(cell.area()),
                     cell.is_remainder() && !is_split ? "1" : "0",
                     ValueText(cell),
                     DenominatorText(cell),
                     ObservationStatus(cell),
                     ConfidentialStatus(cell)};
      if (is_split) {
        const LocalizedText title = CodeTitle(release, cell);
        Append({CsvText(release.split_by()), CsvText(SplitCode(cell)),
                CsvText(title.fr()), CsvText(title.nl())},
               cells);
      }
      cells.push_back(LocalText(local, table.measure_code()));
      AddCsvLine(cells, csv);
    }
  }
  return csv;
}

std::string ReleaseSdmxCsv(const v1::Release& release,
                           const std::string& structure,
                           const LocalCodes& local) {
  const bool is_split = !release.split_by().empty();
  std::string csv = Line(SdmxCsvTitles(is_split ? SdmxDataflow::kSplitRelease
                                                : SdmxDataflow::kRelease));
  const std::string whole = ShortName(MunicipalityOf(release.name()));
  for (const v1::ReleaseTable& table : release.tables()) {
    const bool is_ratio = table.kind() == cv1::MEASURE_KIND_RATIO;
    for (const ReleaseCell& cell : table.cells()) {
      const char frequency = FrequencyOf(cell.first_month(), cell.last_month());
      const std::string area =
          is_split ? whole
                   : absl::StrCat(cell.area().empty() ? whole : cell.area(),
                                  cell.is_remainder() ? "_O" : "");
      Cells cells = {"dataflow",
                     structure,
                     "I",
                     frequency == 'O' ? "_O" : std::string(1, frequency),
                     area,
                     table.measure_code(),
                     SdmxTime(cell),
                     is_ratio ? Percentage(cell) : ValueText(cell),
                     ObservationStatus(cell),
                     ConfidentialStatus(cell),
                     UnitOf(table.kind()),
                     is_ratio ? ValueText(cell) : "",
                     DenominatorText(cell)};
      if (is_split) {
        const std::string code = SplitCode(cell);
        Append({release.split_by(), code.empty() ? "_T" : code}, cells);
      }
      cells.push_back(LocalText(local, table.measure_code()));
      csv += Line(cells);
    }
  }
  return csv;
}

}  // namespace entente::client
