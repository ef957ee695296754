#include <utility>

#include "entente/indicators/v1/period_service.grpc.pb.h"
#include "tools/client/report/gather.h"
#include "tools/client/report/missing_part.h"
#include "tools/client/report/version_queries.h"

namespace entente::client {

using indicators::v1::PeriodService;

void GatherPeriodVersions(Session& session, std::optional<int> year,
                          ReportData& data) {
  // Who may not read the figures may not read what was approved of them, and
  // is told so once.
  if (data.IsMissing("indicators.series")) return;
  for (const auto& query : VersionQueries(data, year)) {
    auto read =
        session.Call(&PeriodService::Stub::BatchGetPeriodVersions, query);
    if (!read.ok()) {
      data.missing.push_back(
          MakeMissingPart("indicators.versions",
                          {"whether approved figures moved since",
                           "si des chiffres approuvés ont changé depuis",
                           "of goedgekeurde cijfers sindsdien zijn gewijzigd"},
                          read.status()));
      return;
    }
    for (auto& version : *read->mutable_versions()) {
      data.period_versions.push_back(std::move(version));
    }
  }
}

}  // namespace entente::client
