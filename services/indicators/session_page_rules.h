// Pages of the list of sessions, the newest first: a token says after which one
// to go on, so that a session that is opened or moves on between two pages
// moves nothing. Pure.
#ifndef SERVICES_INDICATORS_SESSION_PAGE_RULES_H_
#define SERVICES_INDICATORS_SESSION_PAGE_RULES_H_

#include <optional>
#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "google/protobuf/timestamp.pb.h"

namespace entente::indicators {

// Where a session stands among those of its source: neither changes.
struct SessionPlace {
  google::protobuf::Timestamp create_time;
  std::string id;
};

// Whether `a` is listed before `b`: it was opened later, or at the same moment
// and its id comes first.
bool IsListedBefore(const SessionPlace& a, const SessionPlace& b);

// The token of the page after the one that ends with `place`.
std::string FormatSessionPlace(const SessionPlace& place);
// The reverse; nullopt for an empty token. Errors: INVALID_ARGUMENT /
// PAGE_TOKEN_INVALID.
absl::StatusOr<std::optional<SessionPlace>> ParseSessionPlace(
    absl::string_view token);

}  // namespace entente::indicators

#endif  // SERVICES_INDICATORS_SESSION_PAGE_RULES_H_
