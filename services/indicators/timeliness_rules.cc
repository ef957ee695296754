#include "services/indicators/timeliness_rules.h"

#include "services/common/base/timestamp.h"
#include "services/indicators/local_day.h"

namespace entente::indicators {
namespace {

namespace v1 = entente::indicators::v1;
using google::protobuf::Timestamp;
using v1::PeriodSource;

absl::CivilDay DayOfTime(const Timestamp& time) {
  return LocalDay(absl::FromUnixSeconds(time.seconds()));
}

}  // namespace

std::optional<Timestamp> JudgedConfirmation(const v1::SourceMonthRecord& record,
                                            absl::CivilDay due) {
  for (const v1::EndedConfirmation& ended : record.ended_confirmations()) {
    if (DayOfTime(ended.end_time()) > due) return ended.confirm_time();
  }
  if (record.has_confirm_time()) return record.confirm_time();
  return std::nullopt;
}

PeriodSource::Timeliness TimelinessOf(const SourceActs& acts,
                                      absl::CivilDay due,
                                      absl::CivilDay today) {
  std::optional<Timestamp> decisive = acts.confirm_time;
  if (!acts.is_expected && acts.has_delivered) {
    // Delivered before the moment was kept: whether in time is not known.
    if (!acts.delivery_time) return PeriodSource::TIMELINESS_UNSPECIFIED;
    decisive = acts.delivery_time;
  }
  if (decisive) {
    return DayOfTime(*decisive) <= due ? PeriodSource::TIMELINESS_ON_TIME
                                       : PeriodSource::TIMELINESS_LATE;
  }
  if (today <= due) return PeriodSource::TIMELINESS_AWAITED;
  return acts.has_delivered ? PeriodSource::TIMELINESS_INCOMPLETE
                            : PeriodSource::TIMELINESS_MISSING;
}

bool IsCorrectedLater(const SourceActs& acts, absl::CivilDay due) {
  if (!acts.is_expected || !acts.confirm_time || !acts.delivery_time) {
    return false;
  }
  return DayOfTime(*acts.delivery_time) > due &&
         IsBefore(*acts.confirm_time, *acts.delivery_time);
}

void EndConfirmation(const Timestamp& now, v1::SourceMonthRecord& record) {
  if (!record.has_confirm_time()) return;
  if (DayOfTime(record.confirm_time()) < DayOfTime(now)) {
    v1::EndedConfirmation& ended = *record.add_ended_confirmations();
    *ended.mutable_confirm_time() = record.confirm_time();
    *ended.mutable_end_time() = now;
    ended.set_confirmed_by(record.confirmed_by());
  }
  record.clear_confirm_time();
  record.clear_confirmed_contributions();
  record.clear_confirmed_by();
}

}  // namespace entente::indicators
