#include "tools/client/dossier/dossier_year.h"

#include <optional>

#include "tools/client/report/format.h"

namespace entente::client {

absl::CivilDay LastDayOf(int year,
                         const conventions::v1::Convention& convention) {
  const std::optional<absl::CivilDay> last = Day(convention.valid_until());
  if (last.has_value() && last->year() == year) return *last;
  return absl::CivilDay(year, 12, 31);
}

bool StandsIn(const conventions::v1::Node& node, int year) {
  const std::optional<absl::CivilDay> begin = Day(node.begin_date());
  if (begin.has_value() && begin->year() > year) return false;
  const std::optional<absl::CivilDay> end = Day(node.end_date());
  return !end.has_value() || *end > absl::CivilDay(year);
}

}  // namespace entente::client
