#include <utility>

#include "absl/strings/str_cat.h"
#include "entente/indicators/v1/period_service.grpc.pb.h"
#include "tools/client/period_words.h"
#include "tools/client/report/gather.h"
#include "tools/client/report/missing_part.h"

namespace entente::client {

using indicators::v1::Period;
using indicators::v1::PeriodService;

void GatherPeriodVersions(Session& session, std::optional<int> year,
                          ReportData& data) {
  // Who may not read the figures may not read what was approved of them, and
  // is told so once.
  if (data.IsMissing("indicators.series")) return;
  for (const Period& period : data.periods) {
    if (period.standing() != Period::STANDING_APPROVED) continue;
    absl::CivilMonth month;
    if (!absl::ParseCivilTime(MonthText(period.name()), &month)) continue;
    if (year.has_value() && month.year() != *year) continue;
    indicators::v1::GetPeriodVersionRequest request;
    request.set_name(
        absl::StrCat(period.name(), "/versions/", period.latest_version()));
    auto version =
        session.Call(&PeriodService::Stub::GetPeriodVersion, request);
    if (!version.ok()) {
      data.missing.push_back(
          MakeMissingPart("indicators.versions",
                          {"whether approved figures moved since",
                           "si des chiffres approuvés ont changé depuis",
                           "of goedgekeurde cijfers sindsdien zijn gewijzigd"},
                          version.status()));
      return;
    }
    // Their number and hash are shown, and that they moved; no figure is.
    version->clear_figures();
    version->clear_changes();
    data.period_versions.push_back(*std::move(version));
  }
}

}  // namespace entente::client
