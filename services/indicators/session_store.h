// Sessions of a source as they lie on disk, by when they were opened.
#ifndef SERVICES_INDICATORS_SESSION_STORE_H_
#define SERVICES_INDICATORS_SESSION_STORE_H_

#include <cstddef>
#include <functional>
#include <optional>
#include <vector>

#include "absl/status/statusor.h"
#include "entente/indicators/v1/records.pb.h"
#include "services/common/store/store.h"
#include "services/indicators/session_page_rules.h"
#include "services/indicators/source_rules.h"

namespace entente::indicators {

struct ListedSession {
  SessionPlace place;
  entente::indicators::v1::SessionRecord record;
};

struct SessionPage {
  std::vector<ListedSession> sessions;
  // Whether others are listed after them.
  bool has_more = false;
};

// What of the sessions of a source is asked for.
struct SessionsWanted {
  SourceName source;
  // Only what somebody else delivered for the source.
  bool is_on_behalf_only = false;
  // The place behind which the page begins; nullopt: the first.
  std::optional<SessionPlace> after = {};
  // At least one.
  size_t page_size = 1;
};

// One page. Reads every session of the source, as long as `may_go_on`, and
// holds those of the page. Errors: DATA_LOSS; DEADLINE_EXCEEDED /
// SESSIONS_TOO_LONG.
absl::StatusOr<SessionPage> ReadSessions(
    const store::Reader& reader, const SessionsWanted& wanted,
    const std::function<bool()>& may_go_on);

}  // namespace entente::indicators

#endif  // SERVICES_INDICATORS_SESSION_STORE_H_
