#include "tools/client/report/version_queries.h"

#include <string>

#include "absl/strings/str_cat.h"
#include "absl/time/civil_time.h"

namespace entente::client {

namespace v1 = entente::indicators::v1;

std::vector<v1::BatchGetPeriodVersionsRequest> VersionQueries(
    const ReportData& data, std::optional<int> year) {
  std::vector<v1::BatchGetPeriodVersionsRequest> queries;
  for (const v1::Period& period : data.periods) {
    if (period.standing() != v1::Period::STANDING_APPROVED) continue;
    // "municipalities/{refnis}/periods/{YYYY-MM}".
    const size_t place = period.name().find("/periods/");
    absl::CivilMonth month;
    if (place == std::string::npos ||
        !absl::ParseCivilTime(
            period.name().substr(period.name().rfind('/') + 1), &month)) {
      continue;
    }
    if (year.has_value() && month.year() != *year) continue;
    if (queries.empty() || queries.back().names_size() == kVersionsAtOnce) {
      queries.emplace_back();
      queries.back().set_parent(period.name().substr(0, place));
      queries.back().set_without_figures(true);
    }
    queries.back().add_names(
        absl::StrCat(period.name(), "/versions/", period.latest_version()));
  }
  return queries;
}

}  // namespace entente::client
