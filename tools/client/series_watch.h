// Figures that are followed: one stream after another, until somebody stops it.
#ifndef TOOLS_CLIENT_SERIES_WATCH_H_
#define TOOLS_CLIENT_SERIES_WATCH_H_

#include "absl/functional/function_ref.h"
#include "absl/status/status.h"
#include "entente/indicators/v1/series_service.pb.h"
#include "tools/client/cli.h"

namespace entente::client {

using ShowUpdate = absl::FunctionRef<absl::Status(
    const entente::indicators::v1::WatchSeriesResponse&)>;

// Gives `show` what answers `question`, whose as_of_time is not looked at, and
// then each measure whose figures changed. Until Ctrl-C, or until the service
// or `show` refuses: returns why. A service that goes away is waited for; what
// changed meanwhile is shown when it is back.
absl::Status WatchSeries(
    Cli& cli, const entente::indicators::v1::QuerySeriesRequest& question,
    ShowUpdate show);

}  // namespace entente::client

#endif  // TOOLS_CLIENT_SERIES_WATCH_H_
