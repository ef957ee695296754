#include "services/indicators/activity_store.h"

#include <optional>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "entente/indicators/v1/records.pb.h"
#include "services/common/base/error.h"
#include "services/common/store/records.h"
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

}  // namespace

absl::Status AddActivity(store::Transaction& transaction,
                         const std::string& municipality,
                         v1::Activity& activity) {
  ENTENTE_ASSIGN_OR_RETURN(const int64_t number,
                           NextNumber(transaction, municipality));
  activity.set_name(absl::StrFormat("municipalities/%s/activities/a-%06d",
                                    municipality, number));
  v1::ActivityRecord record;
  record.set_counted_area(activity.area().empty() ? municipality
                                                  : activity.area());
  const uint32_t day = PackDate(activity.date());
  for (const v1::MeasureEffect& effect : activity.effects()) {
    MonthDeltas deltas;
    deltas.Add(0, 0, day, effect.delta(), 1);
    ENTENTE_RETURN_IF_ERROR(
        ApplyCell(transaction, municipality, effect.measure_code(),
                  record.counted_area(), deltas.cells().front()));
  }
  *record.mutable_activity() = activity;
  store::PutRecord(transaction, ActivityKey(municipality, day, number), record);
  return absl::OkStatus();
}

absl::StatusOr<ActivityPage> ReadActivities(const store::Reader& reader,
                                            const std::string& municipality,
                                            const std::string& start_key,
                                            size_t page_size) {
  ActivityPage page;
  ENTENTE_RETURN_IF_ERROR(store::ScanRecords<v1::ActivityRecord>(
      reader, ActivityPrefix(municipality), start_key,
      [&](absl::string_view key, const v1::ActivityRecord& record) {
        if (page.activities.size() == page_size) {
          page.next_key = std::string(key);
          return false;
        }
        page.activities.push_back(record.activity());
        page.activities.back().clear_effects();
        return true;
      }));
  return page;
}

}  // namespace entente::indicators
