#include "services/indicators/as_of_rules.h"

#include <map>
#include <utility>
#include <vector>

#include "entente/indicators/v1/period.pb.h"
#include "services/common/base/timestamp.h"
#include "services/indicators/error_rules.h"
#include "services/indicators/local_day.h"

namespace entente::indicators {
namespace {

namespace v1 = entente::indicators::v1;

// What a month amounts to after a decision; one that is only asked for, or was
// ended, changes nothing.
v1::Period::Standing StandingAfterDecision(v1::Period::Standing standing,
                                           v1::PeriodDecision::Kind kind) {
  switch (kind) {
    case v1::PeriodDecision::KIND_APPROVED:
      return v1::Period::STANDING_APPROVED;
    case v1::PeriodDecision::KIND_REOPENED:
      return v1::Period::STANDING_REOPENED;
    case v1::PeriodDecision::KIND_REJECTED:
      return StandingAfter(standing, PeriodAct::kReject);
    default:
      return standing;
  }
}

}  // namespace

absl::StatusOr<absl::Time> ParseAsOf(const google::protobuf::Timestamp& stamp,
                                     absl::Time now) {
  const absl::Time time = ToTime(stamp);
  if (time <= now) return time;
  // A day is written as its end, and today has not ended.
  if (LocalDay(time) == LocalDay(now)) return now;
  return Invalid("AS_OF_IN_FUTURE", "as_of",
                 {"What will be known later is not known; ask for a time that "
                  "is past.",
                  "Ce qui sera connu plus tard ne l'est pas ; demandez un "
                  "moment passé.",
                  "Wat later bekend zal zijn, is het nu niet; vraag een "
                  "ogenblik dat voorbij is."});
}

int32_t ApprovedAt(const v1::PeriodRecord& record, absl::Time time) {
  int32_t version = 0;
  for (const v1::PeriodDecisionRecord& decided : record.decisions()) {
    const v1::PeriodDecision& decision = decided.decision();
    if (ToTime(decision.time()) > time) break;
    // What is asked, or no longer, leaves the month as it stands.
    if (decision.kind() == v1::PeriodDecision::KIND_REOPENING_ASKED ||
        decision.kind() == v1::PeriodDecision::KIND_REOPENING_ENDED) {
      continue;
    }
    version = decision.kind() == v1::PeriodDecision::KIND_APPROVED
                  ? decision.version()
                  : 0;
  }
  return version;
}

PeriodBook PeriodsAt(const PeriodBook& periods, int32_t from, int32_t until,
                     absl::Time time) {
  std::vector<v1::PeriodCalendar> calendars;
  for (const v1::PeriodCalendar& calendar : periods.calendars()) {
    if (ToTime(calendar.adopt_time()) > time) break;
    calendars.push_back(calendar);
  }
  std::map<int32_t, v1::PeriodRecord> months;
  for (int32_t month = from; month <= until; ++month) {
    const v1::PeriodRecord& record = periods.RecordOf(month);
    v1::PeriodRecord& then = months[month];
    then.set_calendar_number(record.calendar_number());
    for (const v1::PeriodDecisionRecord& decided : record.decisions()) {
      const v1::PeriodDecision& decision = decided.decision();
      if (ToTime(decision.time()) > time) break;
      then.set_standing(
          StandingAfterDecision(then.standing(), decision.kind()));
      if (decision.kind() == v1::PeriodDecision::KIND_REOPENED) {
        *then.mutable_reopen_until() = decision.until();
      }
    }
  }
  return PeriodBook(periods.version(), std::move(calendars), std::move(months));
}

}  // namespace entente::indicators
