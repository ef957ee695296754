#include "services/indicators/verify_release_rows.h"

#include <algorithm>
#include <map>

namespace entente::indicators {
namespace {

namespace cv1 = entente::conventions::v1;
namespace v1 = entente::indicators::v1;
using v1::ReleaseCell;

// The code of what counts persons behind `measure` in a month; empty: nothing.
std::string PersonsCodeOf(const v1::ReleaseTablesRecord& record,
                          const std::string& measure, int32_t month) {
  for (const v1::ReleasePersons& one : record.persons()) {
    if (one.measure_code() == measure && MonthNumber(one.month()) == month) {
      return one.persons_measure_code();
    }
  }
  return "";
}

// The row of an area with all below it; that of all together for the
// municipality. None where no row is that of the area.
const v1::ReleaseArea* RowOf(const v1::ReleaseTablesRecord& record,
                             const std::string& municipality,
                             const std::string& area) {
  const std::string code = area == municipality ? std::string() : area;
  for (const v1::ReleaseArea& row : record.areas()) {
    if (row.code() == code && !row.is_remainder()) return &row;
  }
  return nullptr;
}

// Whether the row holds all of `other`.
bool HoldsAllOf(const v1::ReleaseArea& row, const v1::ReleaseArea& other) {
  if (other.codes().empty()) {
    return row.codes().empty() && row.excluded_codes().empty();
  }
  return std::all_of(other.codes().begin(), other.codes().end(),
                     [&](const std::string& code) { return IsIn(row, code); });
}

// Whether what was counted in the month within a row is not small itself.
bool IsLargeThere(const v1::ReleaseTable& table, const v1::ReleaseArea& within,
                  int32_t month, const FiguresByMonth& figures) {
  int64_t value = 0;
  for (const auto& [other, figure] : figures) {
    if (other == month && figure.measure_code() == table.measure_code() &&
        figure.split().empty() && IsIn(within, figure.area())) {
      value += figure.value();
    }
  }
  return value >= table.threshold();
}

}  // namespace

int32_t MonthNumber(const google::type::Date& date) {
  return date.year() * 12 + date.month() - 1;
}

bool IsIn(const v1::ReleaseArea& row, const std::string& area) {
  const auto& codes = row.codes();
  const auto& others = row.excluded_codes();
  return (codes.empty() ||
          std::find(codes.begin(), codes.end(), area) != codes.end()) &&
         std::find(others.begin(), others.end(), area) == others.end();
}

int64_t PartIn(const v1::ReleaseArea& row, const std::string& list,
               const v1::PeriodFigure& figure) {
  const std::string& split = figure.split();
  if (list.empty()) {
    return split.empty() && IsIn(row, figure.area()) ? figure.value() : 0;
  }
  if (split.empty()) return row.codes().empty() ? figure.value() : 0;
  if (split.rfind(list + "=", 0) != 0) return 0;
  const std::string code = split.substr(list.size() + 1);
  const auto has = [&](const auto& codes) {
    return std::find(codes.begin(), codes.end(), code) != codes.end();
  };
  if (has(row.codes())) return figure.value();
  return has(row.excluded_codes()) ? -figure.value() : 0;
}

bool HasEnoughPersons(const std::string& municipality,
                      const v1::ReleaseTablesRecord& record,
                      const v1::ReleaseTable& table, const ReleaseCell& cell,
                      const v1::ReleaseArea& row,
                      const FiguresByMonth& figures) {
  // Value and rows, by month and area.
  std::map<std::pair<int32_t, std::string>, std::pair<int64_t, int64_t>> told;
  for (const auto& [month, figure] : figures) {
    if (!figure.split().empty() || !IsIn(row, figure.area()) ||
        month < MonthNumber(cell.first_month()) ||
        month > MonthNumber(cell.last_month()) ||
        (figure.kind() != cv1::MEASURE_KIND_COUNT &&
         figure.kind() != cv1::MEASURE_KIND_UNSPECIFIED) ||
        figure.measure_code() !=
            PersonsCodeOf(record, table.measure_code(), month)) {
      continue;
    }
    auto& [persons, rows] = told[{month, figure.area()}];
    persons += figure.value();
    rows += figure.measure_code() == table.measure_code()
                ? 0
                : figure.contributions();
  }
  return std::any_of(told.begin(), told.end(), [&](const auto& one) {
    const auto& [month, area] = one.first;
    const auto [persons, rows] = one.second;
    const v1::ReleaseArea* const own = RowOf(record, municipality, area);
    // Without a row of its own nothing says what is below it.
    const v1::ReleaseArea& within = own == nullptr ? row : *own;
    // Rounded up: more than the threshold less one a row.
    return persons >
               (table.persons_threshold() - 1) * std::max<int64_t>(rows, 1) &&
           (own == nullptr || HoldsAllOf(row, *own)) &&
           IsLargeThere(table, within, month, figures);
  });
}

}  // namespace entente::indicators
