#include "tools/client/report/unusual_months.h"

#include <algorithm>

#include "absl/time/civil_time.h"
#include "tools/client/report/gather_parts.h"

namespace entente::client {

void MarkUnusualMonths(std::optional<int> year, UnusualQuestion ask,
                       ReportData& data) {
  ClearUnusual(data.series);
  // Who may not read the figures is told so once.
  if (data.IsMissing("indicators.series")) return;
  absl::CivilMonth month = data.from;
  // The running one is compared with none.
  absl::CivilMonth last =
      std::min(data.until, absl::CivilMonth(data.generated_at) - 1);
  if (year.has_value()) {
    month = std::max(month, absl::CivilMonth(*year, 1));
    last = std::min(last, absl::CivilMonth(*year, 12));
  }
  const std::vector<std::string> codes = ComparedSeries(data.series);
  for (; month <= last; ++month) {
    google::type::Date day;
    SetMonth(month, day);
    const auto unusual = ask(day, codes);
    if (!Read(unusual.status(), "indicators.unusual",
              {"which figures are unusual", "quels chiffres sont inhabituels",
               "welke cijfers ongewoon zijn"},
              data)) {
      // Some marks would look like all of them.
      ClearUnusual(data.series);
      return;
    }
    MarkUnusual(day, *unusual, data.series);
  }
}

}  // namespace entente::client
