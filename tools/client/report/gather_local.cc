#include <algorithm>

#include "absl/strings/match.h"
#include "entente/indicators/v1/local_measure_service.grpc.pb.h"
#include "tools/client/report/gather_parts.h"

namespace entente::client {
namespace {

using indicators::v1::LocalMeasureService;

// Whether there can be any: others are not asked for them.
bool HasLocal(const ReportData& data) {
  return std::any_of(data.measures.begin(), data.measures.end(),
                     [](const auto& one) { return one.is_local(); }) ||
         std::any_of(data.activities.begin(), data.activities.end(),
                     [](const auto& one) {
                       return absl::StartsWith(one.type(), "local_");
                     });
}

}  // namespace

void GatherLocalMeasures(Session& session, ReportData& data) {
  if (!HasLocal(data)) return;
  indicators::v1::ListLocalMeasuresRequest request;
  request.set_parent(MunicipalityParent(data.convention_name));
  request.set_page_size(kPageSize);
  auto local = session.CallAllPages(
      &LocalMeasureService::Stub::ListLocalMeasures, request);
  if (Read(local.status(), "indicators.local_measures",
           {"the indicators of the municipality's own",
            "les indicateurs propres à la commune",
            "de eigen indicatoren van de gemeente"},
           data)) {
    Keep(*local->mutable_local_measures(), data.local_measures);
  }
}

}  // namespace entente::client
