// Tables of drawn-up releases of 2018, as tests of their rules make them.
#ifndef SERVICES_INDICATORS_RELEASE_RULES_FIXTURE_TEST_H_
#define SERVICES_INDICATORS_RELEASE_RULES_FIXTURE_TEST_H_

#include <string>
#include <vector>

#include "gtest/gtest.h"
#include "services/common/base/error.h"
#include "services/indicators/date_rules.h"
#include "services/indicators/release_union_rules.h"
#include "services/indicators/sample_definitions.h"

namespace entente::indicators {

namespace cv1 = entente::conventions::v1;

inline constexpr int32_t kJanuary = 2018 * 12;

inline MonthSpan Span(int first, int last) {
  return {kJanuary + first - 1, kJanuary + last - 1};
}

inline AreaList Areas(const std::string& text) {
  return *AreaList::Parse(text + "UNKNOWN,,Inconnu,Onbekend\n");
}

inline AreaList Zone() {
  return Areas(
      "ZP-1,,Zone,Zone\n21004,ZP-1,Commune,Gemeente\n"
      "DPI-1,21004,Un,Een\nQ-1,DPI-1,Quartier,Wijk\nDPI-2,21004,Deux,Twee\n");
}

inline MeasureInfo Measure(cv1::MeasureKind kind = cv1::MEASURE_KIND_COUNT) {
  MeasureInfo measure;
  measure.definition = MakeMeasure("actions", kind);
  return measure;
}

inline std::vector<std::string> NamesOf(
    const std::vector<v1::ReleaseArea>& rows) {
  std::vector<std::string> names;
  for (const v1::ReleaseArea& row : rows) {
    names.push_back(row.code() + (row.is_remainder() ? "~" : ""));
  }
  return names;
}

// A release with every cell given.
inline ReleasedTable Fresh(const MeasureFigures& figures, const MonthSpan& span,
                           v1::Release::Step step, bool is_by_area = false,
                           int64_t threshold = 3) {
  ReleasedTable fresh;
  fresh.rows = RowsOf(Zone(), "21004", is_by_area);
  fresh.figures = figures;
  fresh.table = ExactTable(Measure(), fresh.rows, ColumnsOf(span, step, true),
                           figures, false);
  fresh.table.set_threshold(threshold);
  return fresh;
}

// January, February and so on, all in one place.
inline MeasureFigures Monthly(const std::vector<int64_t>& values,
                              const std::string& area = "DPI-2") {
  MeasureFigures figures;
  for (size_t i = 0; i < values.size(); ++i) {
    figures[{kJanuary + static_cast<int32_t>(i), area}] = {values[i],
                                                           values[i] * 2, 1};
  }
  return figures;
}

// No more is left out than is needed, and always the same.
inline DisclosureOptions Bare() { return {.draw = "test", .more_percent = 0}; }

inline std::string LettersOf(const absl::StatusOr<v1::ReleaseTable>& table) {
  if (!table.ok()) return ErrorReason(table.status());
  std::string letters;
  for (const v1::ReleaseCell& cell : table->cells()) {
    letters += "?FADN"[cell.status()];
    EXPECT_EQ(cell.has_value(), cell.status() == v1::ReleaseCell::STATUS_FREE);
  }
  return letters;
}

}  // namespace entente::indicators

#endif  // SERVICES_INDICATORS_RELEASE_RULES_FIXTURE_TEST_H_
