// The table of what a month admits, days and books.
#include "services/indicators/period_rules.h"

#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "gtest/gtest.h"
#include "services/indicators/frozen_rules.h"
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
    if (act != PeriodAct::kReopen) return PeriodVerdict::kAllowed;
    if (stage == Period::STAGE_CLOSED) return PeriodVerdict::kAllowed;
    return stage == Period::STAGE_LOCKED ? PeriodVerdict::kNeedsException
                                         : PeriodVerdict::kStillOpen;
  }
  // Nothing is approved or re-opened before it has ended.
  if (stage == Period::STAGE_NO_CALENDAR || stage == Period::STAGE_RUNNING) {
    return PeriodVerdict::kUnknown;
  }
  if (standing == Period::STANDING_APPROVED) {
    return act == PeriodAct::kReopen ? PeriodVerdict::kAllowed
                                     : PeriodVerdict::kApproved;
  }
  if (standing == Period::STANDING_REOPENED) {
    return is_exception ? PeriodVerdict::kStillOpen : PeriodVerdict::kAllowed;
  }
  if (is_exception) return PeriodVerdict::kReopeningEnded;
  if (act != PeriodAct::kDeliver) return PeriodVerdict::kAllowed;
  return stage == Period::STAGE_CLOSED ? PeriodVerdict::kClosed
                                       : PeriodVerdict::kLocked;
}

TEST(PeriodRulesTest, EveryActInEveryStateIsJudgedAsTheContractSays) {
  for (int stage = Period::STAGE_NO_CALENDAR; stage <= Period::STAGE_CLOSED;
       ++stage) {
    for (int standing = Period::STANDING_UNDECIDED;
         standing <= Period::STANDING_REOPENING_ENDED; ++standing) {
      for (int act = 0; act <= static_cast<int>(PeriodAct::kReopen); ++act) {
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
  EXPECT_EQ(judge(3, 1, 7), PeriodVerdict::kUnknown);
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
  // Approved before the second was adopted: it keeps the first.
  EXPECT_EQ(book.CalendarOf(2018 * 12 + 6)->name(), "first");
  EXPECT_EQ(book.CalendarOf(2018 * 12 + 7)->name(), "second");
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

TEST(PeriodRulesTest, ASourceIsInTimeByItsLastDelivery) {
  const absl::CivilDay due(2018, 5, 10);
  const absl::CivilDay after(2018, 5, 11);
  EXPECT_EQ(TimelinessOf(nullptr, &due, nullptr, due),
            v1::PeriodSource::TIMELINESS_UNSPECIFIED);
  EXPECT_EQ(TimelinessOf(&due, nullptr, nullptr, due),
            v1::PeriodSource::TIMELINESS_AWAITED);
  EXPECT_EQ(TimelinessOf(&due, nullptr, nullptr, after),
            v1::PeriodSource::TIMELINESS_MISSING);
  EXPECT_EQ(TimelinessOf(&due, &due, &after, after),
            v1::PeriodSource::TIMELINESS_ON_TIME);
  EXPECT_EQ(TimelinessOf(&due, &after, nullptr, after),
            v1::PeriodSource::TIMELINESS_LATE);
  // Nothing to deliver, and said so in time or late.
  EXPECT_EQ(TimelinessOf(&due, nullptr, &due, after),
            v1::PeriodSource::TIMELINESS_ON_TIME);
  EXPECT_EQ(TimelinessOf(&due, nullptr, &after, after),
            v1::PeriodSource::TIMELINESS_LATE);
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

v1::PeriodFigure Figure(const std::string& measure, const std::string& area,
                        int64_t value) {
  v1::PeriodFigure figure;
  figure.set_measure_code(measure);
  figure.set_area(area);
  figure.set_value(value);
  figure.set_contributions(1);
  return figure;
}

TEST(FrozenRulesTest, TheHashCoversNameAndFigures) {
  v1::PeriodVersion version;
  version.set_name("municipalities/21004/periods/2018-04/versions/1");
  *version.add_figures() = Figure("nuisance_actions", "DPI-1", 7);
  // By sha256sum of the text that the contract describes.
  EXPECT_EQ(HashOf(version),
            "844b62549263bad04923d35b5932d0c4aade9d1a20b36cb5cb5c1ea847405c67");
  const std::string before = HashOf(version);
  version.mutable_figures(0)->set_value(8);
  EXPECT_NE(HashOf(version), before);
}

TEST(FrozenRulesTest, OfAMeasureThatIsNotDefinedAnyMoreNothingIsShown) {
  const Definitions definitions(1, {SampleConvention()});
  v1::PeriodVersion version;
  *version.add_figures() = Figure("nuisance_actions", "DPI-1", 7);
  version.set_sha256(HashOf(version));
  EXPECT_FALSE(WithholdFigures(definitions, version));
  EXPECT_NE(version.sha256(), "");
  *version.add_figures() = Figure("of_a_former_convention", "DPI-1", 2);
  EXPECT_TRUE(WithholdFigures(definitions, version));
  ASSERT_EQ(version.figures_size(), 2);
  EXPECT_TRUE(version.figures(1).is_confidential());
  EXPECT_EQ(version.figures(1).value(), 0);
  EXPECT_EQ(version.sha256(), "");
}

TEST(FrozenRulesTest, OfASensitiveMeasureNothingIsShownButThatItIsThere) {
  v1::ConventionRecord record = SampleConvention();
  for (auto& measure : *record.mutable_measures()) {
    measure.set_is_sensitive(measure.code() == "distinct_persons");
  }
  const Definitions definitions(1, {record});
  v1::PeriodVersion version;
  *version.add_figures() = Figure("distinct_persons", "DPI-1", 2);
  *version.add_figures() = Figure("distinct_persons", "DPI-2", 1);
  *version.add_figures() = Figure("nuisance_actions", "DPI-1", 7);
  v1::PeriodVersion compared = version;
  CompareFigures(definitions, {Figure("nuisance_actions", "DPI-1", 7)},
                 compared);
  EXPECT_TRUE(compared.is_outdated());
  EXPECT_EQ(compared.changes_size(), 0);
  version.set_sha256(HashOf(version));
  EXPECT_TRUE(WithholdFigures(definitions, version));
  EXPECT_EQ(version.sha256(), "");
  ASSERT_EQ(version.figures_size(), 2);
  EXPECT_TRUE(version.figures(0).is_confidential());
  EXPECT_EQ(version.figures(0).area(), "");
  EXPECT_EQ(version.figures(0).value(), 0);
  EXPECT_EQ(version.figures(0).contributions(), 0);
  EXPECT_EQ(version.figures(1).value(), 7);
}

TEST(FrozenRulesTest, ChangesAreFiguresThatCameWentOrMoved) {
  const Definitions definitions(1, {SampleConvention()});
  v1::PeriodVersion version;
  *version.add_figures() = Figure("nuisance_actions", "DPI-1", 7);
  *version.add_figures() = Figure("nuisance_actions", "DPI-2", 2);
  *version.add_figures() = Figure("trainings", "21004", 1);
  CompareFigures(
      definitions,
      {Figure("nuisance_actions", "DPI-1", 8),
       Figure("nuisance_actions", "DPI-3", 5), Figure("trainings", "21004", 1)},
      version);
  EXPECT_TRUE(version.is_outdated());
  ASSERT_EQ(version.changes_size(), 3);
  EXPECT_EQ(version.changes(0).frozen().value(), 7);
  EXPECT_EQ(version.changes(0).present().value(), 8);
  EXPECT_EQ(version.changes(1).present().contributions(), 0);
  EXPECT_EQ(version.changes(2).frozen().contributions(), 0);
  EXPECT_EQ(version.changes(2).present().area(), "DPI-3");
}

}  // namespace
}  // namespace entente::indicators
