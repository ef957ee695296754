#include "services/indicators/session_store.h"

#include <algorithm>
#include <utility>

#include "absl/strings/string_view.h"
#include "services/common/base/error.h"
#include "services/common/store/records.h"
#include "services/indicators/indicators_keys.h"
#include "services/indicators/ingest_errors.h"
#include "services/indicators/name_rules.h"

namespace entente::indicators {
namespace {

namespace v1 = entente::indicators::v1;

bool ComesBefore(const ListedSession& a, const ListedSession& b) {
  return IsListedBefore(a.place, b.place);
}

}  // namespace

absl::StatusOr<SessionPage> ReadSessions(
    const store::Reader& reader, const SessionsWanted& wanted,
    const std::function<bool()>& may_go_on) {
  const SourceName& source = wanted.source;
  const size_t page_size = wanted.page_size;
  SessionPage page;
  // A heap with the one that is listed last in front, which gives way. One more
  // than the page has says whether others follow.
  std::vector<ListedSession>& held = page.sessions;
  absl::Status status;
  ENTENTE_RETURN_IF_ERROR(store::ScanRecords<v1::SessionRecord>(
      reader, SessionPrefix(source.municipality, source.source), "",
      [&](absl::string_view key, const v1::SessionRecord& record) {
        absl::StatusOr<SessionName> name = ParseSessionKey(key);
        status = name.status();
        if (status.ok() && !may_go_on()) status = SessionsTooLong();
        if (!status.ok()) return false;
        if (wanted.is_on_behalf_only && record.delivered_by().empty()) {
          return true;
        }
        SessionPlace place = {.create_time = record.create_time(),
                              .id = std::move(name->session)};
        if (wanted.after.has_value() && !IsListedBefore(*wanted.after, place)) {
          return true;
        }
        if (held.size() > page_size) {
          if (!IsListedBefore(place, held.front().place)) return true;
          std::pop_heap(held.begin(), held.end(), &ComesBefore);
          held.pop_back();
        }
        held.push_back({.place = std::move(place), .record = record});
        std::push_heap(held.begin(), held.end(), &ComesBefore);
        return true;
      }));
  ENTENTE_RETURN_IF_ERROR(status);
  std::sort_heap(held.begin(), held.end(), &ComesBefore);
  page.has_more = held.size() > page_size;
  if (page.has_more) held.pop_back();
  return page;
}

}  // namespace entente::indicators
