#include "services/indicators/activity_move_store.h"

#include "services/common/base/error.h"
#include "services/common/store/records.h"
#include "services/indicators/activity_version_rules.h"
#include "services/indicators/indicators_keys.h"

namespace entente::indicators {
namespace {

namespace v1 = entente::indicators::v1;

// The activity is the one that each record names.
absl::Status PutAllUnder(store::Transaction& transaction,
                         const std::string& prefix) {
  absl::Status status;
  ENTENTE_RETURN_IF_ERROR(store::ScanRecords<v1::ActivityRecord>(
      transaction, prefix, "",
      [&](absl::string_view, const v1::ActivityRecord& record) {
        const absl::StatusOr<ActivityName> name =
            ParseActivity(record.activity().name(), "name");
        status = name.status();
        if (name.ok()) PutMoves(transaction, *name, record);
        return status.ok();
      }));
  return status;
}

}  // namespace

std::vector<std::string> MoveKeysOf(const ActivityName& name, int32_t version,
                                    const v1::ActivityRecord& record) {
  std::vector<std::string> keys;
  if (record.subject().empty()) return keys;
  ActivityMove move{.name = name,
                    .version = version,
                    .subject = record.subject(),
                    .unix_second = TimeOf(record).seconds()};
  for (const int32_t month : MovedMonths(record)) {
    move.month = month;
    keys.push_back(ActivityMoveKey(move));
  }
  return keys;
}

void PutMoves(store::Transaction& transaction, const ActivityName& name,
              const v1::ActivityRecord& record) {
  for (const std::string& key : MoveKeysOf(name, VersionOf(record), record)) {
    transaction.Put(key, "");
  }
}

absl::StatusOr<bool> HasMovedMonth(const store::Reader& reader,
                                   const std::string& municipality,
                                   int32_t month, const AuthorSince& author) {
  if (author.subject.empty()) return false;
  bool is_found = false;
  absl::Status status;
  // The newest comes first and decides.
  ENTENTE_RETURN_IF_ERROR(reader.Scan(
      ActivityMovePrefix(municipality, month, author.subject), "",
      [&](absl::string_view key, absl::string_view) {
        const absl::StatusOr<ActivityMove> move = ParseActivityMoveKey(key);
        status = move.status();
        is_found = move.ok() &&
                   absl::FromUnixSeconds(move->unix_second) >= author.since;
        return false;
      }));
  ENTENTE_RETURN_IF_ERROR(status);
  return is_found;
}

absl::Status KeepMoves(store::Transaction& transaction) {
  ENTENTE_RETURN_IF_ERROR(
      PutAllUnder(transaction, AllActivityVersionsPrefix()));
  return PutAllUnder(transaction, AllActivitiesPrefix());
}

}  // namespace entente::indicators
