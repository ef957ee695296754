#include "services/indicators/activity_store.h"

#include <algorithm>
#include <utility>

#include "absl/strings/str_cat.h"
#include "services/common/base/error.h"
#include "services/common/store/records.h"
#include "services/indicators/activity_likeness_rules.h"
#include "services/indicators/activity_move_store.h"
#include "services/indicators/breakdown_rules.h"
#include "services/indicators/date_rules.h"
#include "services/indicators/indicators_keys.h"
#include "services/indicators/month_store.h"

namespace entente::indicators {
namespace {

namespace v1 = entente::indicators::v1;

absl::StatusOr<int64_t> NextNumber(store::Transaction& transaction,
                                   const std::string& municipality) {
  const std::string key = ActivityHeadKey(municipality);
  ENTENTE_ASSIGN_OR_RETURN(
      std::optional<v1::ActivityHead> head,
      store::GetRecord<v1::ActivityHead>(transaction, key));
  if (!head.has_value()) head.emplace();
  head->set_last_number(head->last_number() + 1);
  store::PutRecord(transaction, key, *head);
  return head->last_number();
}

absl::Status MoveMonths(store::Transaction& transaction,
                        const std::string& municipality,
                        const ActivityEffects& changes) {
  MonthWriter months(transaction, municipality);
  for (const v1::MeasureEffect& change : changes) {
    MonthDeltas deltas;
    deltas.Add(0, 0, PackDate(change.date()), change.delta(),
               change.contributions());
    ENTENTE_RETURN_IF_ERROR(
        months.Apply(FormatSeries(change.measure_code(), change.split()),
                     change.area(), deltas.cells().front()));
  }
  return absl::OkStatus();
}

// The only place where what stands is put, each version once.
void PutStanding(store::Transaction& transaction, const ActivityName& name,
                 const v1::ActivityRecord& record) {
  v1::ActivityPlace place;
  place.set_day(PackDate(record.activity().date()));
  store::PutRecord(transaction, ActivityPlaceKey(name), place);
  store::PutRecord(transaction, ActivityKey(name, place.day()), record);
  PutMoves(transaction, name, record);
}

}  // namespace

absl::Status AddActivity(store::Transaction& transaction,
                         const std::string& municipality,
                         v1::ActivityRecord& record) {
  ENTENTE_ASSIGN_OR_RETURN(const int64_t number,
                           NextNumber(transaction, municipality));
  const ActivityName name{municipality, number};
  record.mutable_activity()->set_name(FormatActivity(name));
  ENTENTE_RETURN_IF_ERROR(
      MoveMonths(transaction, municipality, EffectsOf(record)));
  PutStanding(transaction, name, record);
  return absl::OkStatus();
}

absl::Status PutNextVersion(store::Transaction& transaction,
                            const ActivityName& name,
                            const v1::ActivityRecord& standing,
                            const v1::ActivityRecord& next,
                            const ActivityEffects& changes) {
  ENTENTE_RETURN_IF_ERROR(MoveMonths(transaction, name.municipality, changes));
  transaction.Delete(ActivityKey(name, PackDate(standing.activity().date())));
  store::PutRecord(transaction, ActivityVersionKey(name, VersionOf(standing)),
                   standing);
  PutStanding(transaction, name, next);
  return absl::OkStatus();
}

absl::StatusOr<std::optional<v1::ActivityRecord>> ReadActivity(
    const store::Reader& reader, const ActivityName& name) {
  ENTENTE_ASSIGN_OR_RETURN(
      const std::optional<v1::ActivityPlace> place,
      store::GetRecord<v1::ActivityPlace>(reader, ActivityPlaceKey(name)));
  if (!place.has_value()) return std::nullopt;
  ENTENTE_ASSIGN_OR_RETURN(std::optional<v1::ActivityRecord> record,
                           store::GetRecord<v1::ActivityRecord>(
                               reader, ActivityKey(name, place->day())));
  if (!record.has_value()) {
    return absl::DataLossError(absl::StrCat(
        FormatActivity(name), " is not where it should be; run --verify"));
  }
  return record;
}

absl::StatusOr<std::vector<v1::ActivityRecord>> ReadEarlierVersions(
    const store::Reader& reader, const ActivityName& name) {
  std::vector<v1::ActivityRecord> versions;
  ENTENTE_RETURN_IF_ERROR(store::ScanRecords<v1::ActivityRecord>(
      reader, ActivityVersionPrefix(name), "",
      [&](absl::string_view, const v1::ActivityRecord& record) {
        versions.push_back(record);
        return true;
      }));
  return versions;
}

absl::StatusOr<std::optional<v1::ActivityRecord>> FindLookingEntered(
    const store::Reader& reader, const std::string& municipality,
    const v1::ActivityRecord& next, const v1::ActivityRecord* standing) {
  std::optional<v1::ActivityRecord> found;
  for (const uint32_t day : DaysAlike(PackDate(next.activity().date()))) {
    ENTENTE_RETURN_IF_ERROR(store::ScanRecords<v1::ActivityRecord>(
        reader, ActivityDayKey(municipality, day), "",
        [&](absl::string_view, const v1::ActivityRecord& other) {
          if (LooksEntered(next, standing, other)) found = other;
          return !found.has_value();
        }));
    if (found.has_value()) break;
  }
  if (!found.has_value() || VersionOf(*found) == 1) return found;
  ENTENTE_ASSIGN_OR_RETURN(const ActivityName name,
                           ParseActivity(found->activity().name(), "name"));
  ENTENTE_ASSIGN_OR_RETURN(std::optional<v1::ActivityRecord> first,
                           store::GetRecord<v1::ActivityRecord>(
                               reader, ActivityVersionKey(name, 1)));
  if (!first.has_value()) {
    return absl::DataLossError(absl::StrCat(
        FormatActivity(name), " has no first version; run --verify"));
  }
  return first;
}

absl::StatusOr<ActivityPage> ReadActivities(const store::Reader& reader,
                                            const std::string& municipality,
                                            const ActivityQuestion& question,
                                            const std::string& after,
                                            size_t page_size,
                                            size_t scanned_max) {
  ActivityPage page;
  std::string start;
  if (question.days().until != 0) {
    start = ActivityDayKey(municipality, question.days().until);
  }
  // The smallest key above `after` is `after` with a zero byte.
  if (!after.empty()) {
    start = std::max(start, absl::StrCat(after, absl::string_view("\0", 1)));
  }
  size_t scanned = 0;
  std::string last;
  ENTENTE_RETURN_IF_ERROR(store::ScanRecords<v1::ActivityRecord>(
      reader, ActivityPrefix(municipality), start,
      [&](absl::string_view key, const v1::ActivityRecord& record) {
        // A month as a whole lies under its day 0.
        if (MonthOf(PackDate(record.activity().date())) <
            MonthOf(question.days().from)) {
          return false;
        }
        if (page.activities.size() == page_size || scanned == scanned_max) {
          page.last_key = last;
          return false;
        }
        ++scanned;
        last = std::string(key);
        if (!question.Admits(record)) return true;
        page.activities.push_back(ToActivity(record));
        page.activities.back().clear_effects();
        return true;
      }));
  return page;
}

absl::Status PlaceActivities(store::Transaction& transaction) {
  absl::Status status;
  ENTENTE_RETURN_IF_ERROR(transaction.Scan(
      AllActivitiesPrefix(), "", [&](absl::string_view key, absl::string_view) {
        const absl::StatusOr<ActivityKeyParts> parts = ParseActivityKey(key);
        status = parts.status();
        if (!parts.ok()) return false;
        v1::ActivityPlace place;
        place.set_day(parts->packed_day);
        store::PutRecord(transaction, ActivityPlaceKey(parts->name), place);
        return true;
      }));
  return status;
}

}  // namespace entente::indicators
