#include "services/conventions/version_store.h"

#include <algorithm>
#include <optional>
#include <utility>

#include "services/common/base/error.h"
#include "services/common/store/records.h"
#include "services/conventions/convention_store.h"
#include "services/conventions/conventions_keys.h"
#include "services/conventions/life_errors.h"
#include "services/conventions/life_rules.h"
#include "services/conventions/life_store.h"
#include "services/conventions/local_day.h"

namespace entente::conventions {

using v1::Convention;

absl::StatusOr<Changes> ReadChanges(const store::Reader& reader,
                                    const ConventionName& name) {
  Changes changes;
  ENTENTE_RETURN_IF_ERROR(store::ScanRecords<v1::ChangeRecord>(
      reader, keys::ChangesOf(name), "",
      [&](absl::string_view, const v1::ChangeRecord& record) {
        // Numbered without a gap: the count is the number.
        changes.emplace(static_cast<int64_t>(changes.size()) + 1, record);
        return true;
      }));
  return changes;
}

absl::StatusOr<Convention> GetOriginal(const store::Reader& reader,
                                       const ConventionName& name,
                                       absl::string_view field) {
  ENTENTE_ASSIGN_OR_RETURN(
      std::optional<Convention> original,
      store::GetRecord<Convention>(reader, keys::Original(name)));
  if (original) return *std::move(original);
  return GetWholeConvention(reader, name, field);
}

absl::StatusOr<Convention> GetVersion(const store::Reader& reader,
                                      const ConventionName& name,
                                      const AsOf& as_of, absl::Time now,
                                      absl::string_view field) {
  ENTENTE_ASSIGN_OR_RETURN(Convention version,
                           GetWholeConvention(reader, name, field));
  if (as_of.record_time < ToTime(version.create_time())) {
    return NotRecordedYet(Format(name));
  }
  if (as_of.effective_date || as_of.record_time != absl::InfiniteFuture()) {
    ENTENTE_ASSIGN_OR_RETURN(const Convention original,
                             GetOriginal(reader, name, field));
    ENTENTE_ASSIGN_OR_RETURN(const Changes changes, ReadChanges(reader, name));
    ENTENTE_ASSIGN_OR_RETURN(version, VersionOf(original, changes, as_of));
  }
  if (version.version() == 0) version.set_version(1);
  const google::type::Date day =
      as_of.effective_date ? *as_of.effective_date
                           : LocalDay(std::min(now, as_of.record_time));
  ENTENTE_ASSIGN_OR_RETURN(
      const v1::ConventionLife life,
      GetLife(reader, name, version.valid_from(), day, as_of.record_time));
  version.set_state(life.state());
  for (int i = 0; i < version.findings_size(); ++i) {
    version.mutable_findings(i)->set_number(i + 1);
  }
  return version;
}

absl::StatusOr<Convention> TryChange(const store::Reader& reader,
                                     const ConventionName& name,
                                     const v1::ChangeRecord& change) {
  ENTENTE_ASSIGN_OR_RETURN(const Convention original,
                           GetOriginal(reader, name, "name"));
  ENTENTE_ASSIGN_OR_RETURN(Changes changes, ReadChanges(reader, name));
  changes.emplace(static_cast<int64_t>(changes.size()) + 1, change);
  return VersionOf(original, changes, {});
}

absl::StatusOr<Convention> CommitChange(store::Transaction& transaction,
                                        const ConventionName& name,
                                        absl::Time now,
                                        v1::ChangeRecord& change) {
  ENTENTE_ASSIGN_OR_RETURN(*change.mutable_record_time(),
                           TakeRecordTime(transaction, name, now));
  ENTENTE_ASSIGN_OR_RETURN(const Convention latest,
                           TryChange(transaction, name, change));
  ENTENTE_ASSIGN_OR_RETURN(v1::LifeHead head, GetLifeHead(transaction, name));
  if (head.last_change() == 0) {
    ENTENTE_ASSIGN_OR_RETURN(const Convention original,
                             GetOriginal(transaction, name, "name"));
    store::PutRecord(transaction, keys::Original(name), original);
  }
  head.set_last_change(head.last_change() + 1);
  store::PutRecord(transaction, keys::LifeHead(name), head);
  store::PutRecord(transaction, keys::Change(name, head.last_change()), change);
  PutConvention(transaction, name, latest);
  return latest;
}

}  // namespace entente::conventions
