#include "tools/client/series_term.h"

#include <string>

#include "absl/time/civil_time.h"
#include "absl/time/clock.h"
#include "absl/time/time.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "services/common/base/local_day.h"
#include "services/common/base/timestamp.h"
#include "tools/client/indicators_parts.h"
#include "tools/client/life_words.h"

namespace entente::client {
namespace {

namespace cv1 = entente::conventions::v1;
namespace v1 = entente::indicators::v1;
using ::testing::ElementsAre;
using ::testing::IsEmpty;

google::type::Date Day(int year, int month, int day = 1) {
  google::type::Date date;
  date.set_year(year);
  date.set_month(month);
  date.set_day(day);
  return date;
}

v1::StepFigure Step(const google::type::Date& first,
                    const google::type::Date& last) {
  v1::StepFigure step;
  *step.mutable_first_month() = first;
  *step.mutable_last_month() = last;
  return step;
}

void AddTerm(const google::type::Date& first, const google::type::Date& last,
             v1::Measure& measure) {
  v1::TermMonths& term = *measure.add_terms();
  *term.mutable_first_month() = first;
  *term.mutable_last_month() = last;
}

TEST(SeriesTermTest, MonthsThatAreNoWholeTermSayOfWhichTheyAre) {
  v1::Measure measure;
  AddTerm(Day(2024, 1), Day(2025, 12), measure);
  const auto cut = [&](const google::type::Date& first,
                       const google::type::Date& last) {
    return CutTerms(Step(first, last), measure.terms());
  };
  EXPECT_THAT(cut(Day(2024, 1), Day(2024, 12)), ElementsAre("2024-01/2025-12"));
  EXPECT_THAT(cut(Day(2025, 12), Day(2026, 3)), ElementsAre("2024-01/2025-12"));
  EXPECT_THAT(cut(Day(2024, 1), Day(2025, 12)), IsEmpty());
  // More than a term, and none at all, cut none.
  EXPECT_THAT(cut(Day(2023, 1), Day(2026, 1)), IsEmpty());
  EXPECT_THAT(cut(Day(2026, 1), Day(2026, 3)), IsEmpty());
  EXPECT_THAT(
      CutTerms(Step(Day(2024, 1), Day(2024, 12)), v1::Measure().terms()),
      IsEmpty());
}

TEST(SeriesTermTest, TheTermOfOneConventionIsWholeThoughItCutsAnother) {
  v1::Measure measure;
  AddTerm(Day(2024, 1), Day(2024, 12), measure);
  AddTerm(Day(2024, 1), Day(2025, 12), measure);
  EXPECT_THAT(CutTerms(Step(Day(2024, 1), Day(2024, 12)), measure.terms()),
              IsEmpty());
  EXPECT_THAT(CutTerms(Step(Day(2024, 1), Day(2024, 6)), measure.terms()),
              ElementsAre("2024-01/2024-12", "2024-01/2025-12"));
}

TEST(SeriesTermTest, TheTermOfAConventionIsOfWholeMonths) {
  cv1::Convention convention;
  EXPECT_EQ(ErrorReason(MonthsOfConvention(convention).status()), "USAGE");
  *convention.mutable_valid_from() = Day(2024, 1, 15);
  *convention.mutable_valid_until() = Day(2025, 12, 31);
  const auto months = MonthsOfConvention(convention);
  ASSERT_TRUE(months.ok()) << months.status();
  EXPECT_EQ(months->first_month().ShortDebugString(),
            Day(2024, 1).ShortDebugString());
  EXPECT_EQ(months->last_month().ShortDebugString(),
            Day(2025, 12).ShortDebugString());
}

TEST(TimeFlagTest, ADayIsItsEndInBelgium) {
  const auto time = [](const std::string& text) {
    const auto stamp = ParseTimeFlag("--as-of-time", text);
    EXPECT_TRUE(stamp.ok()) << stamp.status();
    return stamp.ok() ? ToTime(*stamp) : absl::InfinitePast();
  };
  const auto midnight = [](int month, int day, int hour) {
    return absl::FromCivil(absl::CivilHour(2026, month, day, hour),
                           absl::UTCTimeZone());
  };
  const absl::Duration before = absl::Microseconds(1);
  EXPECT_EQ(time("2026-11-29"), midnight(11, 29, 23) - before);
  EXPECT_EQ(time("2026-07-31"), midnight(7, 31, 22) - before);
  // The days on which clocks are changed.
  EXPECT_EQ(time("2026-03-29"), midnight(3, 29, 22) - before);
  EXPECT_EQ(time("2026-10-25"), midnight(10, 25, 23) - before);
  // Today's as well, which has not ended: the service knows the time.
  const absl::CivilDay today = LocalDay(absl::Now());
  const absl::Time end = time(absl::FormatCivilTime(today));
  EXPECT_EQ(LocalDay(end), today);
  EXPECT_EQ(LocalDay(end + before), today + 1);
}

TEST(AsOfExtrasTest, WhatMayBeCountedAgainIsWaitedForLonger) {
  EXPECT_EQ(AsOfExtras("").timeout, CallExtras().timeout);
  EXPECT_EQ(AsOfExtras("2026-11-29").timeout, kAsOfPatience);
  EXPECT_GT(kAsOfPatience, CallExtras().timeout);
}

}  // namespace
}  // namespace entente::client
