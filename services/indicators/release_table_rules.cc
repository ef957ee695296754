#include "services/indicators/release_table_rules.h"

#include <algorithm>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/strings/str_join.h"
#include "services/common/base/error.h"
#include "services/common/base/hash.h"
#include "services/indicators/date_rules.h"
#include "services/indicators/release_errors.h"
#include "services/indicators/release_persons_rules.h"

namespace entente::indicators {
namespace {

namespace cv1 = entente::conventions::v1;
namespace v1 = entente::indicators::v1;

constexpr int64_t kMinutesOfAnHour = 60;

std::string MonthText(const google::type::Date& month) {
  return absl::StrFormat("%04d-%02d", month.year(), month.month());
}

bool IsFedByPersonHours(const cv1::MeasureDefinition& measure) {
  return std::any_of(measure.feeds().begin(), measure.feeds().end(),
                     [](const cv1::MeasureFeed& feed) {
                       return feed.figure() ==
                              cv1::MeasureFeed::FIGURE_PERSON_HOURS;
                     });
}

// Today or on any day.
bool CountsPersonHours(const MeasureInfo& measure) {
  return IsFedByPersonHours(measure.definition) ||
         std::any_of(measure.versions.begin(), measure.versions.end(),
                     [](const DatedDefinition& version) {
                       return IsFedByPersonHours(version.definition);
                     });
}

}  // namespace

bool IsAddedOverMonths(const cv1::MeasureDefinition& measure) {
  // A ratio by its parts; what was true in a month was true in the year.
  return measure.kind() == cv1::MEASURE_KIND_RATIO ||
         measure.kind() == cv1::MEASURE_KIND_YES_NO || measure.is_summable();
}

absl::Status ValidateReleasedMeasure(const MeasureInfo& measure,
                                     const v1::Release& release) {
  const bool is_public = release.audience() == v1::Release::AUDIENCE_PUBLIC;
  switch (measure.definition.kind()) {
    case cv1::MEASURE_KIND_COUNT:
    case cv1::MEASURE_KIND_HOURS:
      break;
    case cv1::MEASURE_KIND_RATIO:
      if (is_public && release.is_by_area()) {
        return ReleaseRatioByArea(measure.code());
      }
      break;
    case cv1::MEASURE_KIND_YES_NO:
      if (release.audience() == v1::Release::AUDIENCE_STATE_CONFIDENTIAL) break;
      [[fallthrough]];
    default:
      return ReleaseMeasureKind(measure.code());
  }
  if (is_public && CountsPersonHours(measure)) {
    return ReleasePersonHours(measure.code());
  }
  if (!IsAddedOverMonths(measure.definition) &&
      release.step() != v1::Release::STEP_MONTH) {
    return ReleaseMeasureNotSummed(measure.code());
  }
  return absl::OkStatus();
}

absl::Status CheckAudience(const MeasureInfo& measure, const MonthSpan& span,
                           const v1::Release& release) {
  const bool is_public = release.audience() == v1::Release::AUDIENCE_PUBLIC;
  if (is_public && measure.definition.is_sensitive()) {
    if (release.step() != v1::Release::STEP_YEAR) {
      return ReleaseSensitiveByYear(measure.code());
    }
    if (!release.split_by().empty()) {
      return ReleaseSensitiveSplit(measure.code());
    }
    ENTENTE_RETURN_IF_ERROR(CheckPersons(measure, span, release));
  }
  const auto wanted = is_public ? v1::MeasureSettings::AUDIENCE_PUBLIC
                                : v1::MeasureSettings::AUDIENCE_STATE;
  for (int32_t month = span.first; month <= span.last; ++month) {
    const v1::MeasureSettings* settings = measure.settings.At(month);
    if (settings == nullptr ||
        settings->audience() == v1::MeasureSettings::AUDIENCE_UNSPECIFIED) {
      continue;
    }
    // From fewer to more, as they are numbered.
    if (settings->audience() < wanted) return ReleaseAudience(measure.code());
  }
  return absl::OkStatus();
}

int64_t ThresholdOf(const cv1::MeasureDefinition& measure,
                    const ReleaseOptions& options) {
  const int64_t threshold =
      measure.is_sensitive() ? options.sensitive_threshold : options.threshold;
  return measure.kind() == cv1::MEASURE_KIND_HOURS
             ? threshold * kMinutesOfAnHour
             : threshold;
}

Figure SumOf(const MeasureFigures& figures, const v1::ReleaseArea& row,
             const MonthSpan& span) {
  Figure sum;
  for (auto one = figures.lower_bound({span.first, ""});
       one != figures.end() && one->first.first <= span.last; ++one) {
    if (Holds(row, one->first.second)) sum += one->second;
  }
  return sum;
}

v1::ReleaseTable ExactTable(const MeasureInfo& measure,
                            const std::vector<v1::ReleaseArea>& rows,
                            const std::vector<MonthSpan>& columns,
                            const MeasureFigures& figures,
                            bool is_confidential) {
  v1::ReleaseTable table;
  table.set_measure_code(measure.code());
  const auto newest = std::max_element(
      columns.begin(), columns.end(),
      [](const auto& a, const auto& b) { return a.last < b.last; });
  *table.mutable_title() = newest == columns.end()
                               ? measure.definition.title()
                               : measure.InMonth(newest->last).title();
  table.set_kind(measure.definition.kind());
  table.set_is_sensitive(measure.definition.is_sensitive());
  for (const v1::ReleaseArea& row : rows) {
    for (const MonthSpan& column : columns) {
      const Figure figure = SumOf(figures, row, column);
      v1::ReleaseCell& cell = *table.add_cells();
      cell.set_area(row.code());
      cell.set_is_remainder(row.is_remainder());
      *cell.mutable_first_month() = FirstDayOf(column.first);
      *cell.mutable_last_month() = FirstDayOf(column.last);
      cell.set_status(v1::ReleaseCell::STATUS_FREE);
      if (table.kind() != cv1::MEASURE_KIND_YES_NO) {
        cell.set_value(figure.value);
      } else if (figure.contributions > 0) {
        cell.set_value(std::min<int64_t>(figure.value, 1));
      }
      if (table.kind() == cv1::MEASURE_KIND_RATIO) {
        cell.set_denominator(figure.denominator);
      }
      cell.set_is_confidential(is_confidential);
    }
  }
  return table;
}

void CountCells(const v1::ReleaseTable& table, v1::ReleaseCounts& counts) {
  for (const v1::ReleaseCell& cell : table.cells()) {
    switch (cell.status()) {
      case v1::ReleaseCell::STATUS_FREE:
        counts.set_given(counts.given() + 1);
        break;
      case v1::ReleaseCell::STATUS_PRIMARY:
        counts.set_small(counts.small() + 1);
        break;
      case v1::ReleaseCell::STATUS_SECONDARY:
        counts.set_protecting(counts.protecting() + 1);
        break;
      case v1::ReleaseCell::STATUS_EARLIER:
        counts.set_earlier(counts.earlier() + 1);
        break;
      default:
        break;
    }
  }
}

std::vector<MonthSpan> ColumnsOf(const v1::ReleaseTable& table) {
  std::vector<MonthSpan> columns;
  for (const v1::ReleaseCell& cell : table.cells()) {
    const MonthSpan column{MonthOf(PackDate(cell.first_month())),
                           MonthOf(PackDate(cell.last_month()))};
    if (std::find(columns.begin(), columns.end(), column) == columns.end()) {
      columns.push_back(column);
    }
  }
  return columns;
}

std::string BasisText(const MeasureInfo& measure,
                      const std::vector<v1::ReleaseArea>& rows,
                      const MeasureFigures& figures) {
  const cv1::MeasureDefinition& definition = measure.definition;
  std::string text = absl::StrCat("measure ", measure.code(), " ",
                                  static_cast<int>(definition.kind()), " ",
                                  definition.is_sensitive() ? 1 : 0, " ",
                                  definition.is_summable() ? 1 : 0, "\n");
  for (const v1::ReleaseArea& row : rows) {
    absl::StrAppend(&text, "row ", row.code(), " ", row.is_remainder() ? 1 : 0,
                    " ", absl::StrJoin(row.codes(), " "), " - ",
                    absl::StrJoin(row.excluded_codes(), " "), "\n");
  }
  for (const auto& [place, figure] : figures) {
    absl::StrAppend(&text, place.first, " ", place.second, " ", figure.value,
                    " ", figure.denominator, "\n");
  }
  return text;
}

std::string HashOf(const v1::Release& release) {
  std::string text = absl::StrCat(release.name(), "\n");
  for (const v1::ReleaseTable& table : release.tables()) {
    absl::StrAppend(&text, "table ", table.measure_code(), " ",
                    static_cast<int>(table.kind()), " ", table.threshold(),
                    release.split_by().empty() ? "" : " ", release.split_by());
    if (table.persons_threshold() > 0) {
      absl::StrAppend(&text, " persons ", table.persons_threshold());
    }
    text += "\n";
    for (const v1::ReleaseCell& cell : table.cells()) {
      absl::StrAppend(
          &text, cell.area().empty() ? "*" : cell.area(), " ",
          cell.is_remainder() ? 1 : 0, " ", MonthText(cell.first_month()), " ",
          MonthText(cell.last_month()), " ", static_cast<int>(cell.status()),
          " ", cell.has_value() ? absl::StrCat(cell.value()) : "-", " ",
          cell.has_denominator() ? absl::StrCat(cell.denominator()) : "-",
          "\n");
    }
  }
  return Sha256Hex(text);
}

}  // namespace entente::indicators
