#include "tools/client/series_watch.h"

#include <algorithm>
#include <string>

#include "absl/time/clock.h"
#include "absl/time/time.h"
#include "entente/indicators/v1/series_service.grpc.pb.h"
#include "services/common/base/error.h"

namespace entente::client {
namespace {

namespace v1 = entente::indicators::v1;

// One stream, until it ends; `request` keeps the token of what was shown.
absl::Status WatchOnce(Cli& cli, v1::WatchSeriesRequest& request,
                       ShowUpdate show) {
  ENTENTE_ASSIGN_OR_RETURN(const auto stub,
                           cli.session().NewStub<v1::SeriesService>());
  grpc::ClientContext context;
  // Ends with the token, and is then opened again.
  ENTENTE_RETURN_IF_ERROR(
      cli.session().Prepare({.timeout = absl::Hours(1)}, context));
  const auto stream = stub->WatchSeries(&context, request);
  v1::WatchSeriesResponse update;
  while (stream->Read(&update)) {
    if (absl::Status said = show(update); !said.ok()) {
      context.TryCancel();
      while (stream->Read(&update)) continue;
      stream->Finish();
      return said;
    }
    // Only now: what was not shown is sent again.
    request.set_resume_token(update.resume_token());
  }
  return cli.session().Explain(stream->Finish(), "indicators");
}

}  // namespace

absl::Status WatchSeries(Cli& cli, const v1::QuerySeriesRequest& question,
                         ShowUpdate show) {
  v1::WatchSeriesRequest request;
  request.set_parent(question.parent());
  *request.mutable_measure_codes() = question.measure_codes();
  *request.mutable_from() = question.from();
  *request.mutable_until() = question.until();
  request.set_area(question.area());
  request.set_split_by(question.split_by());
  constexpr absl::Duration kPauseMax = absl::Seconds(10);
  absl::Duration pause = absl::Seconds(1);
  while (true) {
    const std::string before = request.resume_token();
    const absl::Status ended = WatchOnce(cli, request, show);
    // A server that stops lets its streams end well.
    if (!ended.ok() && !Session::IsResumable(ended)) return ended;
    // Nobody was ever reached: that is said rather than waited for.
    if (before.empty() && request.resume_token().empty()) return ended;
    if (request.resume_token() != before) pause = absl::Seconds(1);
    if (ErrorReason(ended) == "TOKEN_EXPIRED") continue;
    cli.session().Disconnect("indicators");
    absl::SleepFor(pause);
    pause = std::min(pause * 2, kPauseMax);
  }
}

}  // namespace entente::client
