#include "tests/disclosure/published_text.h"

#include <cstdint>
#include <iostream>

namespace entente::indicators {
namespace {

namespace v1 = entente::indicators::v1;
using v1::ReleaseCell;

const char* LetterOf(ReleaseCell::Status status) {
  switch (status) {
    case ReleaseCell::STATUS_FREE:
      return "F";
    case ReleaseCell::STATUS_PRIMARY:
      return "A";
    case ReleaseCell::STATUS_SECONDARY:
      return "D";
    default:
      return "N";
  }
}

std::string NameOf(const std::string& code, bool is_remainder) {
  return (code.empty() ? "all" : code) + (is_remainder ? "~" : "");
}

}  // namespace

const std::string& InTable(const ReleasedTable& table, const Spot& spot) {
  if (table.split_by.empty()) return spot.area;
  return table.split_by == kTheme ? spot.theme : spot.audience;
}

void PrintPublished(const ReleasedTable& released, const MonthSpan& span,
                    const DrawnFigures& drawn) {
  for (int32_t month = span.first; month <= span.last; ++month) {
    std::cout << "month " << month << " " << drawn.VersionOf(month) << "\n";
  }
  for (const v1::ReleaseArea& row : released.rows) {
    std::cout << "row " << NameOf(row.code(), row.is_remainder());
    for (const Spot& spot : drawn.spots()) {
      if (Holds(row, InTable(released, spot))) {
        std::cout << " " << TextOf(spot);
      }
    }
    std::cout << "\n";
  }
  for (const ReleaseCell& cell : released.table.cells()) {
    std::cout << "cell " << NameOf(cell.area(), cell.is_remainder()) << " "
              << MonthOf(PackDate(cell.first_month())) << " "
              << MonthOf(PackDate(cell.last_month())) << " "
              << LetterOf(cell.status()) << " "
              << (cell.has_value() ? std::to_string(cell.value()) : "-") << " "
              << (cell.has_denominator() ? std::to_string(cell.denominator())
                                         : "-")
              << "\n";
  }
  std::cout << "released\n";
}

}  // namespace entente::indicators
