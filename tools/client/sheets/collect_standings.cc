#include <algorithm>

#include "absl/strings/str_cat.h"
#include "entente/indicators/v1/ingest_service.grpc.pb.h"
#include "tools/client/sheets/collect_commands.h"

namespace entente::client {
namespace {

namespace v1 = entente::indicators::v1;

// Events asked for at once, as the service takes at most.
constexpr size_t kEventIdsMax = 1000;

}  // namespace

absl::StatusOr<std::vector<RowStanding>> ReadStandings(
    Cli& cli, const SheetKey& key, const std::vector<SheetPlace>& places) {
  std::vector<RowStanding> standings(places.size());
  // Places whose next revision is asked for, until nobody has used it.
  std::vector<size_t> open(places.size());
  for (size_t i = 0; i < open.size(); ++i) open[i] = i;
  for (int revision = 0; !open.empty(); ++revision) {
    std::vector<size_t> found;
    for (size_t begin = 0; begin < open.size(); begin += kEventIdsMax) {
      const size_t end = std::min(begin + kEventIdsMax, open.size());
      v1::BatchGetEventCountsRequest request;
      request.set_parent(absl::StrCat("municipalities/", key.municipality,
                                      "/sources/", key.source));
      for (size_t i = begin; i < end; ++i) {
        request.add_event_ids(SheetEventId(key, places[open[i]], revision));
      }
      ENTENTE_ASSIGN_OR_RETURN(
          const v1::BatchGetEventCountsResponse response,
          cli.session().Call(&v1::IngestService::Stub::BatchGetEventCounts,
                             request));
      for (size_t i = begin; i < end; ++i) {
        const v1::EventCount& count =
            response.counts(static_cast<int>(i - begin));
        if (count.state() != v1::EventCount::STATE_COUNTED &&
            count.state() != v1::EventCount::STATE_WITHDRAWN) {
          continue;
        }
        RowStanding& standing = standings[open[i]];
        standing.value = count.value();
        standing.revision = revision;
        standing.is_withdrawn =
            count.state() == v1::EventCount::STATE_WITHDRAWN;
        found.push_back(open[i]);
      }
    }
    open = std::move(found);
  }
  return standings;
}

}  // namespace entente::client
