// WatchSeries: figures, and again whenever they change.
#include "absl/time/clock.h"
#include "services/common/base/error.h"
#include "services/common/gate/open_watch.h"
#include "services/indicators/series_service.h"
#include "services/indicators/watch_rules.h"

namespace entente::indicators {
namespace {

namespace v1 = entente::indicators::v1;

// After so long somebody looks again though nothing was said: a right or a
// client may be gone.
constexpr absl::Duration kPatience = absl::Seconds(2);

// Changes within so long come in one message: a delivery of a million rows is
// not read again after each of its batches.
constexpr absl::Duration kGathered = absl::Milliseconds(200);

}  // namespace

grpc::Status SeriesService::WatchSeries(
    grpc::ServerContext* context, const v1::WatchSeriesRequest* request,
    grpc::ServerWriter<v1::WatchSeriesResponse>* stream) {
  return gate::ServeOpenWatch(
      door_, gate_, context, __func__, *request, stream,
      [&](const gate::Caller& caller,
          grpc::ServerWriter<v1::WatchSeriesResponse>& writer) {
        return Watch(
            caller, *request, [context] { return context->IsCancelled(); },
            [&writer](const v1::WatchSeriesResponse& update) {
              return writer.Write(update);
            });
      });
}

absl::Status SeriesService::Watch(gate::Caller caller,
                                  const v1::WatchSeriesRequest& request,
                                  absl::FunctionRef<bool()> is_gone,
                                  Send send) {
  const v1::QuerySeriesRequest question = QuestionOf(request);
  ENTENTE_ASSIGN_OR_RETURN(WatchedSeries watched, WatchedSeries::Of(request));
  bool is_first = true;
  while (!is_gone()) {
    // Before looking, so that a change meanwhile is not waited for.
    const uint64_t seen = changes_.Count();
    ENTENTE_RETURN_IF_ERROR(door_.Recheck(caller));
    // Nobody sees them here, so nobody is recorded.
    bool is_recorded = false;
    ENTENTE_ASSIGN_OR_RETURN(
        const v1::QuerySeriesResponse answer,
        Read(question, caller, is_gone, Sensitive::kWithheld, is_recorded));
    const v1::WatchSeriesResponse update = watched.Update(answer);
    // The first also says that the client is in step.
    if ((is_first || IsNews(update)) && !send(update)) break;
    is_first = false;
    changes_.WaitBeyond(seen, kPatience);
    absl::SleepFor(kGathered);
  }
  // The client left, as it may.
  return absl::OkStatus();
}

}  // namespace entente::indicators
