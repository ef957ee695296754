#include "services/exchange/object_version_store.h"

#include <optional>

#include "services/exchange/case_store.h"
#include "services/exchange/meeting_store.h"
#include "services/exchange/name_rules.h"

namespace entente::exchange {

int64_t ObjectVersion(const store::Reader& reader, const std::string& object) {
  if (const auto meeting = ParseMeetingName(object)) {
    const auto record = GetMeeting(reader, *meeting);
    return record.ok() && *record ? (*record)->version() : 0;
  }
  std::optional<RecordName> name = ParseCaseName(object);
  if (!name) name = ParseGrantName(object);
  if (!name) return 0;
  const auto record = GetCase(reader, *name);
  return record.ok() && *record ? 1 + (*record)->entry_count() : 0;
}

}  // namespace entente::exchange
