#include "tools/client/dossier/dossier_year.h"

#include <algorithm>
#include <optional>

#include "tools/client/report/format.h"

namespace entente::client {

absl::CivilDay LastDayOf(int year,
                         const conventions::v1::Convention& convention) {
  const std::optional<absl::CivilDay> last = Day(convention.valid_until());
  if (last.has_value() && last->year() == year) return *last;
  return absl::CivilDay(year, 12, 31);
}

std::vector<absl::CivilMonth> TermMonthsOf(
    int year, const conventions::v1::Convention& convention) {
  absl::CivilMonth first(year, 1);
  absl::CivilMonth last(year, 12);
  if (const auto begin = Day(convention.valid_from()); begin.has_value()) {
    first = std::max(first, absl::CivilMonth(*begin));
  }
  if (const auto end = Day(convention.valid_until()); end.has_value()) {
    last = std::min(last, absl::CivilMonth(*end));
  }
  std::vector<absl::CivilMonth> months;
  for (; first <= last; ++first) months.push_back(first);
  return months;
}

bool StandsIn(const conventions::v1::Node& node, int year) {
  const std::optional<absl::CivilDay> begin = Day(node.begin_date());
  if (begin.has_value() && begin->year() > year) return false;
  const std::optional<absl::CivilDay> end = Day(node.end_date());
  return !end.has_value() || *end > absl::CivilDay(year);
}

std::set<std::string> EndedNodes(
    int year, const conventions::v1::Convention& convention) {
  std::set<std::string> ended;
  for (const conventions::v1::Node& node : convention.nodes()) {
    if (!StandsIn(node, year)) ended.insert(node.id());
  }
  return ended;
}

}  // namespace entente::client
