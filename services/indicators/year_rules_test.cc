// When a calendar year moves no more.
#include "services/indicators/year_rules.h"

#include <map>
#include <utility>
#include <vector>

#include "gtest/gtest.h"
#include "services/indicators/sample_definitions.h"

namespace entente::indicators {
namespace {

namespace v1 = entente::indicators::v1;
using v1::Period;

constexpr int32_t kJanuary = 2018 * 12;
// December 2018 is closed on it, and no day before.
constexpr absl::CivilDay kClosed(2019, 2, 10);

// Due after 10 days, locked after 20, closed after 40.
PeriodBook Governed(int first_month,
                    std::map<int32_t, v1::PeriodRecord> months = {}) {
  v1::PeriodCalendar calendar;
  *calendar.mutable_first_month() = MakeDate(2018, first_month, 1);
  calendar.set_due_days(10);
  calendar.set_lock_days(20);
  calendar.set_close_days(40);
  return PeriodBook(1, {calendar}, std::move(months));
}

v1::PeriodRecord Decided(Period::Standing standing) {
  v1::PeriodRecord record;
  record.set_standing(standing);
  record.set_calendar_number(1);
  if (standing == Period::STANDING_REOPENED) {
    *record.mutable_reopen_until() = MakeDate(2019, 3, 1);
  }
  return record;
}

std::map<int32_t, v1::PeriodRecord> AllApproved() {
  std::map<int32_t, v1::PeriodRecord> months;
  for (int32_t month = kJanuary; month < kJanuary + 12; ++month) {
    months[month] = Decided(Period::STANDING_APPROVED);
  }
  return months;
}

TEST(YearRulesTest, WithoutCalendarAYearIsSettledWhenItIsOver) {
  const PeriodBook none;
  EXPECT_FALSE(IsYearSettled(none, 2018, absl::CivilDay(2018, 3, 31)));
  EXPECT_FALSE(IsYearSettled(none, 2018, absl::CivilDay(2018, 12, 31)));
  EXPECT_TRUE(IsYearSettled(none, 2018, absl::CivilDay(2019, 1, 1)));
  EXPECT_FALSE(IsYearSettled(none, 2019, absl::CivilDay(2019, 1, 1)));
  // One of later years leaves it alone.
  EXPECT_TRUE(IsYearSettled(Governed(1), 2017, kClosed));
}

TEST(YearRulesTest, WithACalendarEveryMonthIsClosedOrApproved) {
  EXPECT_FALSE(IsYearSettled(Governed(1), 2018, kClosed - 1));
  EXPECT_TRUE(IsYearSettled(Governed(1), 2018, kClosed));
  const absl::CivilDay new_year(2019, 1, 1);
  EXPECT_TRUE(IsYearSettled(Governed(1, AllApproved()), 2018, new_year));
  EXPECT_FALSE(IsYearSettled(Governed(1, AllApproved()), 2018, new_year - 1));
  std::map<int32_t, v1::PeriodRecord> but_one = AllApproved();
  but_one.erase(kJanuary + 11);
  EXPECT_FALSE(IsYearSettled(Governed(1, but_one), 2018, new_year));
  but_one[kJanuary + 11] = Decided(Period::STANDING_REJECTED);
  EXPECT_FALSE(IsYearSettled(Governed(1, but_one), 2018, new_year));
}

TEST(YearRulesTest, AMonthThatIsOpenedAgainUnsettlesItsYear) {
  std::map<int32_t, v1::PeriodRecord> months = AllApproved();
  months[kJanuary + 4] = Decided(Period::STANDING_REOPENED);
  const PeriodBook book = Governed(1, months);
  // Closed by the calendar, and yet it takes rows.
  EXPECT_FALSE(IsYearSettled(book, 2018, kClosed));
  EXPECT_FALSE(IsYearSettled(book, 2018, absl::CivilDay(2019, 3, 1)));
  EXPECT_TRUE(IsYearSettled(book, 2018, absl::CivilDay(2019, 3, 2)));
}

TEST(YearRulesTest, AMonthWithoutCalendarInAGovernedYearIsOpen) {
  EXPECT_FALSE(IsYearSettled(Governed(7), 2018, absl::CivilDay(2030, 1, 1)));
  EXPECT_TRUE(IsYearSettled(Governed(7), 2019, absl::CivilDay(2030, 1, 1)));
  EXPECT_TRUE(IsYearSettled(Governed(7), 2017, absl::CivilDay(2030, 1, 1)));
}

TEST(YearRulesTest, OfSeveralYearsEachIsSettled) {
  const PeriodBook book = Governed(1);
  const absl::CivilDay later(2020, 2, 9);
  EXPECT_TRUE(AreYearsSettled(book, kJanuary, kJanuary + 11, later));
  EXPECT_FALSE(AreYearsSettled(book, kJanuary + 12, kJanuary + 23, later));
  EXPECT_FALSE(AreYearsSettled(book, kJanuary, kJanuary + 23, later));
  EXPECT_TRUE(AreYearsSettled(book, kJanuary, kJanuary + 23, later + 1));
  // One month of a year is of that year.
  EXPECT_FALSE(AreYearsSettled(book, kJanuary, kJanuary + 12, later));
  EXPECT_TRUE(AreYearsSettled(book, kJanuary - 12, kJanuary + 11, later));
}

}  // namespace
}  // namespace entente::indicators
