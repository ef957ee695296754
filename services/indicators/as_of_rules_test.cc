// How months stood at a time: by the decisions and calendars of before it.
#include "services/indicators/as_of_rules.h"

#include <cstddef>
#include <vector>

#include "absl/time/civil_time.h"
#include "absl/time/time.h"
#include "gtest/gtest.h"
#include "services/common/base/timestamp.h"
#include "services/indicators/sample_definitions.h"

namespace entente::indicators {
namespace {

namespace v1 = entente::indicators::v1;

TEST(ApprovedAtTest, FollowsTheDecisionsInTheirOrder) {
  v1::PeriodRecord record;
  const auto decide = [&](v1::PeriodDecision::Kind kind, int hour,
                          int version) {
    v1::PeriodDecision& decision = *record.add_decisions()->mutable_decision();
    decision.set_kind(kind);
    decision.set_version(version);
    *decision.mutable_time() =
        ToTimestamp(absl::UnixEpoch() + absl::Hours(hour));
  };
  decide(v1::PeriodDecision::KIND_REJECTED, 1, 0);
  decide(v1::PeriodDecision::KIND_APPROVED, 2, 1);
  decide(v1::PeriodDecision::KIND_REOPENING_ASKED, 3, 0);
  decide(v1::PeriodDecision::KIND_REOPENED, 4, 0);
  decide(v1::PeriodDecision::KIND_APPROVED, 6, 2);
  decide(v1::PeriodDecision::KIND_REOPENING_ASKED, 7, 0);
  decide(v1::PeriodDecision::KIND_REOPENING_ENDED, 7, 0);
  const std::vector<int32_t> expected = {0, 0, 1, 1, 0, 0, 2, 2};
  for (int hour = 0; hour < 8; ++hour) {
    EXPECT_EQ(ApprovedAt(record, absl::UnixEpoch() + absl::Hours(hour)),
              expected[static_cast<size_t>(hour)])
        << hour;
  }
  EXPECT_EQ(ApprovedAt({}, absl::UnixEpoch()), 0);
}

TEST(PeriodsAtTest, CalendarsAndDecisionsAreThoseOfTheTime) {
  const int32_t march = 2018 * 12 + 2;
  const auto at = [](int month, int day) {
    return absl::FromCivil(absl::CivilHour(2018, month, day, 12),
                           absl::UTCTimeZone());
  };
  v1::PeriodCalendar calendar;
  *calendar.mutable_first_month() = MakeDate(2018, 1, 1);
  calendar.set_lock_days(20);
  calendar.set_close_days(40);
  *calendar.mutable_adopt_time() = ToTimestamp(at(4, 1));
  v1::PeriodRecord record;
  const auto decide = [&](v1::PeriodDecision::Kind kind, absl::Time time) {
    v1::PeriodDecision& decision = *record.add_decisions()->mutable_decision();
    decision.set_kind(kind);
    *decision.mutable_time() = ToTimestamp(time);
    if (kind == v1::PeriodDecision::KIND_REOPENED) {
      *decision.mutable_until() = MakeDate(2018, 6, 10);
    }
  };
  decide(v1::PeriodDecision::KIND_REJECTED, at(4, 2));
  decide(v1::PeriodDecision::KIND_APPROVED, at(4, 4));
  decide(v1::PeriodDecision::KIND_REOPENED, at(6, 1));
  decide(v1::PeriodDecision::KIND_APPROVED, at(6, 20));
  record.set_standing(v1::Period::STANDING_APPROVED);
  record.set_calendar_number(1);
  const PeriodBook now(4, {calendar}, {{march, record}});
  const auto standing = [&](int month, int day) {
    return PeriodsAt(now, march, march, at(month, day))
        .StateOf(march, absl::CivilDay(2018, month, day))
        .standing;
  };
  EXPECT_EQ(standing(4, 1), v1::Period::STANDING_UNDECIDED);
  EXPECT_EQ(standing(4, 3), v1::Period::STANDING_REJECTED);
  EXPECT_EQ(standing(4, 5), v1::Period::STANDING_APPROVED);
  EXPECT_EQ(standing(6, 5), v1::Period::STANDING_REOPENED);
  EXPECT_EQ(standing(6, 12), v1::Period::STANDING_REOPENING_ENDED);
  EXPECT_EQ(standing(6, 21), v1::Period::STANDING_APPROVED);
  EXPECT_EQ(PeriodsAt(now, march, march, at(3, 31)).CalendarOf(march), nullptr);
  EXPECT_NE(PeriodsAt(now, march, march, at(4, 2)).CalendarOf(march), nullptr);
}

}  // namespace
}  // namespace entente::indicators
