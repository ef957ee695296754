// The table of what a month admits, days and books.
#include "services/indicators/period_rules.h"

#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "gtest/gtest.h"
#include "services/indicators/name_rules.h"
#include "services/indicators/sample_definitions.h"

namespace entente::indicators {
namespace {

namespace v1 = entente::indicators::v1;
using v1::Period;

constexpr int32_t kApril = 2018 * 12 + 3;

// What the contract says, in words instead of a table.
PeriodVerdict InWords(Period::Stage stage, Period::Standing standing,
                      PeriodAct act) {
  const bool is_exception = act == PeriodAct::kRequestException ||
                            act == PeriodAct::kApproveException;
  // Whoever may ask to re-open a month may have it approved, or ended.
  const bool is_reopening = act == PeriodAct::kReopen ||
                            act == PeriodAct::kApproveReopening ||
                            act == PeriodAct::kEndReopening;
  if (standing == Period::STANDING_UNDECIDED ||
      standing == Period::STANDING_REJECTED) {
    if (act == PeriodAct::kDeliver) {
      if (stage == Period::STAGE_CLOSED) return PeriodVerdict::kClosed;
      return stage == Period::STAGE_LOCKED
                 ? PeriodVerdict::kAllowedUnderException
                 : PeriodVerdict::kAllowed;
    }
    if (stage == Period::STAGE_NO_CALENDAR) return PeriodVerdict::kNoCalendar;
    if (stage == Period::STAGE_RUNNING) return PeriodVerdict::kNotEnded;
    if (is_exception) {
      return stage == Period::STAGE_CLOSED ? PeriodVerdict::kClosed
                                           : PeriodVerdict::kAllowed;
    }
    if (!is_reopening) return PeriodVerdict::kAllowed;
    if (stage == Period::STAGE_CLOSED) return PeriodVerdict::kAllowed;
    return stage == Period::STAGE_LOCKED ? PeriodVerdict::kNeedsException
                                         : PeriodVerdict::kStillOpen;
  }
  // Nothing is approved or re-opened before it has ended.
  if (stage == Period::STAGE_NO_CALENDAR || stage == Period::STAGE_RUNNING) {
    return PeriodVerdict::kUnknown;
  }
  if (standing == Period::STANDING_APPROVED) {
    return is_reopening ? PeriodVerdict::kAllowed : PeriodVerdict::kApproved;
  }
  if (standing == Period::STANDING_REOPENED) {
    return is_exception ? PeriodVerdict::kStillOpen : PeriodVerdict::kAllowed;
  }
  if (is_exception) return PeriodVerdict::kReopeningEnded;
  if (act != PeriodAct::kDeliver) return PeriodVerdict::kAllowed;
  return stage == Period::STAGE_CLOSED ? PeriodVerdict::kClosed
                                       : PeriodVerdict::kReopeningEnded;
}

TEST(PeriodRulesTest, EveryActInEveryStateIsJudgedAsTheContractSays) {
  for (int stage = Period::STAGE_NO_CALENDAR; stage <= Period::STAGE_CLOSED;
       ++stage) {
    for (int standing = Period::STANDING_UNDECIDED;
         standing <= Period::STANDING_REOPENING_ENDED; ++standing) {
      for (int act = 0; act <= static_cast<int>(PeriodAct::kEndReopening);
           ++act) {
        const PeriodState state{static_cast<Period::Stage>(stage),
                                static_cast<Period::Standing>(standing)};
        EXPECT_EQ(
            JudgePeriod(state, static_cast<PeriodAct>(act)),
            InWords(state.stage, state.standing, static_cast<PeriodAct>(act)))
            << Period::Stage_Name(state.stage) << " "
            << Period::Standing_Name(state.standing) << " act " << act;
      }
    }
  }
}

TEST(PeriodRulesTest, WhatIsNotInTheTableIsRefused) {
  const auto judge = [](int stage, int standing, int act) {
    return JudgePeriod({static_cast<Period::Stage>(stage),
                        static_cast<Period::Standing>(standing)},
                       static_cast<PeriodAct>(act));
  };
  EXPECT_EQ(judge(0, 1, 0), PeriodVerdict::kUnknown);
  EXPECT_EQ(judge(7, 1, 0), PeriodVerdict::kUnknown);
  EXPECT_EQ(judge(-3, 1, 0), PeriodVerdict::kUnknown);
  EXPECT_EQ(judge(3, 0, 0), PeriodVerdict::kUnknown);
  EXPECT_EQ(judge(3, 6, 0), PeriodVerdict::kUnknown);
  EXPECT_EQ(judge(3, 1, 9), PeriodVerdict::kUnknown);
}

v1::PeriodCalendar Calendar(int year = 2018, int month = 1) {
  v1::PeriodCalendar calendar;
  *calendar.mutable_first_month() = MakeDate(year, month, 1);
  calendar.set_due_days(10);
  calendar.set_lock_days(20);
  calendar.set_close_days(40);
  return calendar;
}

TEST(PeriodRulesTest, TheLastDayOfEachStageStillBelongsToIt) {
  const v1::PeriodCalendar calendar = Calendar();
  const auto stage = [&](int month, int day) {
    return StageOf(&calendar, kApril, absl::CivilDay(2018, month, day));
  };
  EXPECT_EQ(stage(3, 1), Period::STAGE_RUNNING);
  EXPECT_EQ(stage(4, 30), Period::STAGE_RUNNING);
  EXPECT_EQ(stage(5, 1), Period::STAGE_OPEN);
  EXPECT_EQ(stage(5, 10), Period::STAGE_OPEN);
  EXPECT_EQ(stage(5, 11), Period::STAGE_DUE_PASSED);
  EXPECT_EQ(stage(5, 20), Period::STAGE_DUE_PASSED);
  EXPECT_EQ(stage(5, 21), Period::STAGE_LOCKED);
  EXPECT_EQ(stage(6, 9), Period::STAGE_LOCKED);
  EXPECT_EQ(stage(6, 10), Period::STAGE_CLOSED);
  EXPECT_EQ(StageOf(nullptr, kApril, absl::CivilDay(2030, 1, 1)),
            Period::STAGE_NO_CALENDAR);
  // December and February of a leap year.
  EXPECT_EQ(DaysOf(calendar, 2018 * 12 + 11).due, absl::CivilDay(2019, 1, 10));
  EXPECT_EQ(DaysOf(calendar, 2020 * 12 + 1).due, absl::CivilDay(2020, 3, 10));
}

TEST(PeriodRulesTest, ANewCalendarGovernsFromItsFirstMonthOnly) {
  std::vector<v1::PeriodCalendar> calendars{Calendar(2018, 3),
                                            Calendar(2018, 6)};
  calendars[0].set_name("first");
  calendars[1].set_name("second");
  v1::PeriodRecord approved;
  approved.set_standing(Period::STANDING_APPROVED);
  approved.set_calendar_number(1);
  const PeriodBook book(2, calendars, {{2018 * 12 + 6, approved}});
  EXPECT_EQ(book.CalendarOf(2018 * 12 + 1), nullptr);
  EXPECT_EQ(book.CalendarOf(2018 * 12 + 2)->name(), "first");
  EXPECT_EQ(book.CalendarOf(2018 * 12 + 4)->name(), "first");
  EXPECT_EQ(book.CalendarOf(2018 * 12 + 5)->name(), "second");
  EXPECT_EQ(book.NumberOf(*book.CalendarOf(2018 * 12 + 4)), 1);
  EXPECT_EQ(book.NumberOf(*book.CalendarOf(2018 * 12 + 5)), 2);
  // Approved before the second was adopted: it keeps the first.
  EXPECT_EQ(book.CalendarOf(2018 * 12 + 6)->name(), "first");
  EXPECT_EQ(book.CalendarOf(2018 * 12 + 7)->name(), "second");
}

TEST(PeriodRulesTest, ALockedMonthKeepsItsCalendarWhateverIsAdopted) {
  std::vector<v1::PeriodCalendar> calendars{Calendar(), Calendar()};
  calendars[0].set_name("first");
  calendars[1].set_name("second");
  calendars[1].set_lock_days(200);
  calendars[1].set_close_days(200);
  // The calendar of April after the second was adopted on that day, at noon.
  const auto adopted = [&](int month, int day) {
    const absl::Time noon = absl::FromCivil(
        absl::CivilHour(2018, month, day, 11), absl::UTCTimeZone());
    calendars[1].mutable_adopt_time()->set_seconds(absl::ToUnixSeconds(noon));
    return PeriodBook(2, calendars, {}).CalendarOf(kApril)->name();
  };
  EXPECT_EQ(adopted(4, 10), "second");
  EXPECT_EQ(adopted(5, 20), "second");
  EXPECT_EQ(adopted(5, 21), "first");
  EXPECT_EQ(adopted(6, 10), "first");
  // By a third one neither: the first is the one under which it was locked.
  calendars.push_back(calendars[1]);
  calendars[2].set_name("third");
  EXPECT_EQ(adopted(6, 10), "first");
  // Where the second came in time, it locks the month for the third: on 16
  // November.
  adopted(5, 20);
  *calendars[2].mutable_adopt_time() = calendars[1].adopt_time();
  calendars[2].mutable_adopt_time()->set_seconds(
      calendars[1].adopt_time().seconds() + 200 * 24 * 3600);
  EXPECT_EQ(PeriodBook(3, calendars, {}).CalendarOf(kApril)->name(), "second");
}

TEST(PeriodRulesTest, AnExceptionThatLetsNobodyInIsNotInForce) {
  using v1::PeriodException;
  v1::PeriodExceptionRecord record;
  *record.mutable_exception()->mutable_until() = MakeDate(2018, 5, 25);
  const auto state = [&](Period::Stage stage, Period::Standing standing) {
    return ExceptionStateOf(record, {stage, standing},
                            absl::CivilDay(2018, 5, 22));
  };
  for (const bool is_approved : {false, true}) {
    if (is_approved) record.set_approver("p-2");
    const PeriodException::State good = is_approved
                                            ? PeriodException::STATE_IN_FORCE
                                            : PeriodException::STATE_REQUESTED;
    EXPECT_EQ(state(Period::STAGE_LOCKED, Period::STANDING_UNDECIDED), good);
    EXPECT_EQ(state(Period::STAGE_LOCKED, Period::STANDING_REJECTED), good);
    EXPECT_EQ(state(Period::STAGE_DUE_PASSED, Period::STANDING_UNDECIDED),
              good);
    for (const Period::Standing standing :
         {Period::STANDING_APPROVED, Period::STANDING_REOPENED,
          Period::STANDING_REOPENING_ENDED}) {
      EXPECT_EQ(state(Period::STAGE_LOCKED, standing),
                PeriodException::STATE_OVERTAKEN);
    }
    EXPECT_EQ(state(Period::STAGE_CLOSED, Period::STANDING_UNDECIDED),
              PeriodException::STATE_OVERTAKEN);
  }
  record.mutable_exception()->mutable_end_time()->set_seconds(1);
  EXPECT_EQ(state(Period::STAGE_LOCKED, Period::STANDING_UNDECIDED),
            PeriodException::STATE_ENDED);
  record.clear_approver();
  EXPECT_EQ(state(Period::STAGE_LOCKED, Period::STANDING_UNDECIDED),
            PeriodException::STATE_REFUSED);
}

TEST(PeriodRulesTest, AnExceptionLetsInItsSourceUntilItsLastDay) {
  v1::PeriodRecord record;
  v1::PeriodExceptionRecord& exception = *record.add_exceptions();
  exception.mutable_exception()->set_source("zone5339");
  *exception.mutable_exception()->mutable_until() = MakeDate(2018, 5, 25);
  exception.set_requester("p-1");
  const auto admit = [&](const std::string& source, int day) {
    return PeriodBook(1, {Calendar()}, {{kApril, record}})
        .Admit(kApril, source, absl::CivilDay(2018, 5, day));
  };
  EXPECT_EQ(admit("zone5339", 22).verdict, PeriodVerdict::kLocked);
  exception.set_approver("p-2");
  EXPECT_TRUE(admit("zone5339", 22).is_admitted());
  EXPECT_TRUE(admit("zone5339", 22).is_under_exception);
  EXPECT_TRUE(admit("zone5339", 25).is_admitted());
  EXPECT_EQ(admit("zone5339", 26).verdict, PeriodVerdict::kLocked);
  EXPECT_EQ(admit("zone", 22).verdict, PeriodVerdict::kLocked);
  // Before the lock nobody needs one.
  EXPECT_FALSE(admit("zone5339", 20).is_under_exception);
  exception.mutable_exception()->mutable_end_time()->set_seconds(1);
  EXPECT_EQ(admit("zone5339", 22).verdict, PeriodVerdict::kLocked);
}

TEST(PeriodRulesTest, ARejectionLeavesAReopenedMonthOpen) {
  EXPECT_EQ(StandingAfter(Period::STANDING_REOPENED, PeriodAct::kReject),
            Period::STANDING_REOPENED);
  EXPECT_EQ(StandingAfter(Period::STANDING_UNDECIDED, PeriodAct::kReject),
            Period::STANDING_REJECTED);
  v1::PeriodRecord record;
  record.set_standing(Period::STANDING_REOPENED);
  *record.mutable_reopen_until() = MakeDate(2018, 7, 1);
  EXPECT_EQ(StandingOf(record, absl::CivilDay(2018, 7, 1)),
            Period::STANDING_REOPENED);
  EXPECT_EQ(StandingOf(record, absl::CivilDay(2018, 7, 2)),
            Period::STANDING_REOPENING_ENDED);
}

TEST(PeriodRulesTest, WhatIsAskedOpensNothingUntilItIsApproved) {
  for (const Period::Standing standing :
       {Period::STANDING_UNDECIDED, Period::STANDING_APPROVED,
        Period::STANDING_REOPENED}) {
    EXPECT_EQ(StandingAfter(standing, PeriodAct::kReopen), standing);
    EXPECT_EQ(StandingAfter(standing, PeriodAct::kEndReopening), standing);
    EXPECT_EQ(StandingAfter(standing, PeriodAct::kApproveReopening),
              Period::STANDING_REOPENED);
  }
}

TEST(PeriodRulesTest, WhatIsAskedWaitsUntilItsLastDayOrTheNextDecision) {
  using v1::PeriodDecision;
  const absl::CivilDay day(2018, 7, 1);
  v1::PeriodRecord record;
  EXPECT_EQ(AskedReopening(record, day), nullptr);
  const auto decide = [&](PeriodDecision::Kind kind) {
    v1::PeriodDecision& decision = *record.add_decisions()->mutable_decision();
    decision.set_kind(kind);
    *decision.mutable_until() = MakeDate(2018, 7, 1);
  };
  for (const PeriodDecision::Kind kind :
       {PeriodDecision::KIND_APPROVED, PeriodDecision::KIND_REJECTED,
        PeriodDecision::KIND_REOPENED, PeriodDecision::KIND_REOPENING_ENDED}) {
    decide(PeriodDecision::KIND_REOPENING_ASKED);
    EXPECT_EQ(AskedReopening(record, day), &*record.decisions().rbegin());
    EXPECT_EQ(AskedReopening(record, day + 1), nullptr);
    decide(kind);
    EXPECT_EQ(AskedReopening(record, day), nullptr)
        << PeriodDecision::Kind_Name(kind);
  }
}

TEST(PeriodNameTest, AMonthHasOneSpelling) {
  EXPECT_EQ(ParsePeriod("municipalities/21004/periods/2018-04", "name")->month,
            kApril);
  for (const char* name :
       {"2018-13", "2018-00", "2018-4", "18-04", "2018-04-01", "2018/04",
        "201804", " 2018-04", "2018-04 ", "+018-04", "1899-12", "2200-01", "",
        "２018-04", "2018‑04"}) {
    EXPECT_FALSE(
        ParsePeriod(absl::StrCat("municipalities/21004/periods/", name), "name")
            .ok())
        << name;
  }
  EXPECT_FALSE(ParsePeriod("municipalities/2100/periods/2018-04", "name").ok());
  EXPECT_FALSE(ParsePeriod("municipalities/21004/months/2018-04", "name").ok());
  const std::string version = "municipalities/21004/periods/2018-04/versions/";
  EXPECT_EQ(ParsePeriodVersion(version + "12", "name")->number, 12);
  for (const char* number : {"0", "-1", "01", "+1", "1 ", "", "99999999999"}) {
    EXPECT_FALSE(ParsePeriodVersion(version + number, "name").ok()) << number;
  }
  EXPECT_FALSE(ParsePeriodException(version + "1", "name").ok());
  // What people enter goes by a name that no source can have.
  EXPECT_FALSE(IsSourceCode(kActivitiesSource));
}

}  // namespace
}  // namespace entente::indicators
