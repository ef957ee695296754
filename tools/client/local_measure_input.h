// An indicator of the municipality's own, as people say it on a command line.
// Pure. Errors: USAGE, naming the flag and what would be right.
#ifndef TOOLS_CLIENT_LOCAL_MEASURE_INPUT_H_
#define TOOLS_CLIENT_LOCAL_MEASURE_INPUT_H_

#include <string>
#include <vector>

#include "absl/functional/function_ref.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "entente/conventions/v1/measure.pb.h"
#include "entente/indicators/v1/local_measure.pb.h"
#include "entente/indicators/v1/local_measure_service.pb.h"

namespace entente::client {

// What --kind takes; UNSPECIFIED of any other word.
entente::conventions::v1::MeasureKind KindOfWord(const std::string& word);

// "TYPE=participants"; `flag` is that which said it.
absl::StatusOr<entente::conventions::v1::MeasureFeed> ParseFeed(
    const std::string& flag, const std::string& text);

// "local_meeting=Réunion|Vergadering".
absl::StatusOr<entente::conventions::v1::ActivityType> ParseOwnType(
    const std::string& text);

// Feeds and types that are added to those there are, and taken away. A type of
// a code that stands gets the titles that are said.
struct FeedChange {
  std::vector<std::string> feeds = {};
  std::vector<std::string> feeds_away = {};
  std::vector<std::string> types = {};
  // Codes.
  std::vector<std::string> types_away = {};
};

// Errors: also where what is taken away is not there.
absl::Status ApplyFeeds(const FeedChange& change,
                        entente::indicators::v1::LocalMeasure& measure);

// Whether `after` is fed by something that `before` is not.
bool AddsFeeds(const entente::indicators::v1::LocalMeasure& before,
               const entente::indicators::v1::LocalMeasure& after);

// A change as it is sent: `next`, said of the version `before`.
struct LocalChange {
  entente::indicators::v1::LocalMeasure before = {};
  entente::indicators::v1::LocalMeasure next = {};
};

// What `say` makes of the first of `versions`, newest first and not empty, for
// `reason`. Where it made that first one of the second, for the same reason, it
// is that change again, so that a retry is the same request. Errors: those of
// `say`.
absl::StatusOr<LocalChange> ChangeOf(
    const std::vector<entente::indicators::v1::LocalMeasure>& versions,
    const std::string& reason,
    absl::FunctionRef<absl::Status(entente::indicators::v1::LocalMeasure&)>
        say);

// The request that writes `change` as the version after its `before`, unless
// `etag` says another: somebody else's change since is not undone.
entente::indicators::v1::UpdateLocalMeasureRequest UpdateOf(
    const LocalChange& change, const std::string& etag);

}  // namespace entente::client

#endif  // TOOLS_CLIENT_LOCAL_MEASURE_INPUT_H_
