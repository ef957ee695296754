#include "services/indicators/release_span_rules.h"

#include <algorithm>

#include "services/indicators/release_errors.h"

namespace entente::indicators {
namespace {

namespace v1 = entente::indicators::v1;

int32_t MonthsOf(v1::Release::Step step) {
  switch (step) {
    case v1::Release::STEP_QUARTER:
      return 3;
    case v1::Release::STEP_YEAR:
      return 12;
    default:
      return 1;
  }
}

bool HasCode(const google::protobuf::RepeatedPtrField<std::string>& codes,
             absl::string_view code) {
  return std::any_of(codes.begin(), codes.end(),
                     [&](const std::string& one) { return one == code; });
}

std::vector<const Area*> Below(const AreaList& areas,
                               absl::string_view parent) {
  std::vector<const Area*> below;
  for (const Area& area : areas.areas()) {
    if (area.parent == parent && area.code != kUnknownArea) {
      below.push_back(&area);
    }
  }
  return below;
}

// The area, those below it, and the remainder that they leave.
void AddRows(const AreaList& areas, const Area& area,
             std::vector<v1::ReleaseArea>& rows) {
  v1::ReleaseArea row;
  row.set_code(area.code);
  row.mutable_title()->set_fr(area.fr);
  row.mutable_title()->set_nl(area.nl);
  v1::ReleaseArea remainder = row;
  for (const std::string& code : areas.WithDescendants(area.code)) {
    row.add_codes(code);
  }
  rows.push_back(row);
  const std::vector<const Area*> below = Below(areas, area.code);
  if (below.empty()) return;
  for (const Area* one : below) AddRows(areas, *one, rows);
  remainder.set_is_remainder(true);
  remainder.add_codes(area.code);
  rows.push_back(remainder);
}

}  // namespace

absl::Status ValidateSteps(const MonthSpan& span, v1::Release::Step step) {
  const int32_t months = MonthsOf(step);
  if (span.first % 12 % months != 0) {
    return ReleaseSpanUneven("release.first_month");
  }
  if ((span.last + 1) % 12 % months != 0) {
    return ReleaseSpanUneven("release.last_month");
  }
  return absl::OkStatus();
}

std::vector<MonthSpan> ColumnsOf(const MonthSpan& span, v1::Release::Step step,
                                 bool has_total) {
  std::vector<MonthSpan> columns;
  const int32_t months = MonthsOf(step);
  for (int32_t month = span.first; month <= span.last; month += months) {
    columns.push_back({month, month + months - 1});
  }
  if (has_total && columns.size() > 1) columns.push_back(span);
  return columns;
}

std::vector<v1::ReleaseArea> RowsOf(const AreaList& areas,
                                    const std::string& municipality,
                                    bool is_by_area) {
  std::vector<v1::ReleaseArea> rows(1);
  if (!is_by_area) return rows;
  const std::vector<const Area*> tops =
      Below(areas, areas.Contains(municipality) ? municipality : "");
  if (tops.empty()) return rows;
  v1::ReleaseArea remainder;
  remainder.set_is_remainder(true);
  for (const Area* top : tops) {
    AddRows(areas, *top, rows);
    for (const std::string& code : areas.WithDescendants(top->code)) {
      remainder.add_excluded_codes(code);
    }
  }
  rows.push_back(remainder);
  return rows;
}

std::vector<v1::ReleaseArea> RowsOf(
    const entente::conventions::v1::CodeList& list) {
  std::vector<v1::ReleaseArea> rows(1);
  v1::ReleaseArea remainder;
  remainder.set_is_remainder(true);
  for (const auto& code : list.codes()) {
    v1::ReleaseArea& row = rows.emplace_back();
    row.set_code(code.code());
    *row.mutable_title() = code.title();
    row.add_codes(code.code());
    remainder.add_excluded_codes(code.code());
  }
  rows.push_back(remainder);
  return rows;
}

bool Holds(const v1::ReleaseArea& row, absl::string_view code) {
  return (row.codes().empty() || HasCode(row.codes(), code)) &&
         !HasCode(row.excluded_codes(), code);
}

}  // namespace entente::indicators
