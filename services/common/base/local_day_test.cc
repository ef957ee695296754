#include "services/common/base/local_day.h"

#include "gtest/gtest.h"

namespace entente {
namespace {

TEST(LocalDayTest, ADayBeginsInBelgiumBeforeItDoesInUtc) {
  const auto at = [](int month, int day, int hour, int minute) {
    return absl::FromCivil(absl::CivilMinute(2018, month, day, hour, minute),
                           absl::UTCTimeZone());
  };
  EXPECT_EQ(LocalDay(at(1, 31, 22, 59)), absl::CivilDay(2018, 1, 31));
  EXPECT_EQ(LocalDay(at(1, 31, 23, 0)), absl::CivilDay(2018, 2, 1));
  EXPECT_EQ(LocalDay(at(7, 31, 21, 59)), absl::CivilDay(2018, 7, 31));
  EXPECT_EQ(LocalDay(at(7, 31, 22, 0)), absl::CivilDay(2018, 8, 1));
}

// A machine without time-zone data would else be an hour or two late, and a
// month be locked a day late for them.
TEST(LocalDayTest, TheRuleSaysWhatTheDataSay) {
  absl::TimeZone zone;
  if (!absl::LoadTimeZone("Europe/Brussels", &zone)) GTEST_SKIP();
  const absl::Time end =
      absl::FromCivil(absl::CivilDay(2037, 1, 1), absl::UTCTimeZone());
  for (absl::Time time =
           absl::FromCivil(absl::CivilDay(1996, 1, 1), absl::UTCTimeZone());
       time < end; time += absl::Minutes(30)) {
    ASSERT_EQ(LocalDayByRule(time), absl::ToCivilDay(time, zone)) << time;
  }
}

}  // namespace
}  // namespace entente
