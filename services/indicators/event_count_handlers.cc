// How the events of a source count now.
#include <optional>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "services/common/base/error.h"
#include "services/indicators/breakdown_rules.h"
#include "services/indicators/date_rules.h"
#include "services/indicators/event_hasher.h"
#include "services/indicators/ingest_rules.h"
#include "services/indicators/ingest_service.h"
#include "services/indicators/source_rules.h"

namespace entente::indicators {

grpc::Status IngestService::BatchGetEventCounts(
    grpc::ServerContext* context, const v1::BatchGetEventCountsRequest* request,
    v1::BatchGetEventCountsResponse* response) {
  return door_.Serve(
      context, __func__, *request, response,
      [&](const gate::Caller& caller) { return Counts(caller, *request); });
}

absl::StatusOr<v1::BatchGetEventCountsResponse> IngestService::Counts(
    const gate::Caller& caller, const v1::BatchGetEventCountsRequest& request) {
  ENTENTE_ASSIGN_OR_RETURN(const SourceName name,
                           ParseSource(request.parent(), "parent"));
  ENTENTE_RETURN_IF_ERROR(ValidateEventIds(request));
  EventHasher hasher(name.municipality, name.source);
  std::vector<EventId> ids;
  for (const std::string& id : request.event_ids()) {
    ids.push_back(hasher.Hash(id));
  }
  ENTENTE_ASSIGN_OR_RETURN(const std::vector<std::optional<CountedAs>> found,
                           parts_.ingest.Look(ids));
  // Read after the events, so that what they name is judged by definitions at
  // least as new.
  ENTENTE_ASSIGN_OR_RETURN(
      const auto definitions,
      parts_.definitions.Get(*parts_.store.Read(), name.municipality));
  const bool is_own = caller.subject == name.source;
  v1::BatchGetEventCountsResponse response;
  for (const std::optional<CountedAs>& counted : found) {
    v1::EventCount& count = *response.add_counts();
    if (!counted.has_value() ||
        (!is_own && definitions->IsWithheld(counted->measure))) {
      count.set_state(v1::EventCount::STATE_UNKNOWN);
      continue;
    }
    count.set_state(counted->is_withdrawn ? v1::EventCount::STATE_WITHDRAWN
                                          : v1::EventCount::STATE_COUNTED);
    count.set_measure_code(counted->measure);
    *count.mutable_date() = UnpackDate(counted->day);
    count.set_area(counted->area);
    count.set_value(counted->value);
    *count.mutable_breakdown() = ParseBreakdown(counted->breakdown);
  }
  return response;
}

}  // namespace entente::indicators
