#include "services/conventions/undo_rules.h"

#include <algorithm>
#include <random>
#include <string>
#include <vector>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "services/common/base/error.h"
#include "services/conventions/money/date.h"

namespace entente::conventions {
namespace {

google::type::Date Day(int month, int day) {
  google::type::Date date;
  date.set_year(2018);
  date.set_month(month);
  date.set_day(day);
  return date;
}

TEST(UndoRulesTest, TheDayOfWhatIsUndoneIsTheFirst) {
  EXPECT_TRUE(CheckUndoDate(Day(3, 2), Day(3, 2), "date").ok());
  EXPECT_TRUE(CheckUndoDate(Day(3, 3), Day(3, 2), "date").ok());
  EXPECT_TRUE(CheckUndoToday(Day(3, 2), Day(3, 2)).ok());
  const absl::Status early = CheckUndoDate(Day(3, 1), Day(3, 2), "date");
  EXPECT_EQ(early.code(), absl::StatusCode::kInvalidArgument);
  const auto told = GetErrorDetail(early);
  ASSERT_TRUE(told.has_value());
  EXPECT_EQ(told->reason, "UNDO_BEFORE_UNDONE");
  EXPECT_EQ(told->field, "date");
  EXPECT_EQ(told->metadata.at("earliest"), "2018-03-02");
  for (const std::string* sentence :
       {&told->sentence.en, &told->sentence.fr, &told->sentence.nl}) {
    EXPECT_THAT(*sentence, testing::HasSubstr("2018-03-01"));
    EXPECT_THAT(*sentence, testing::HasSubstr("2018-03-02"));
  }
  const absl::Status back = CheckUndoToday(Day(3, 1), Day(3, 2));
  EXPECT_EQ(back.code(), absl::StatusCode::kFailedPrecondition);
  EXPECT_EQ(ErrorReason(back), "UNDO_BEFORE_UNDONE");
}

TEST(UndoRulesTest, AmountsAreUndoneFromTheDayOnWhichTheyStand) {
  const auto first = [](const std::vector<DatedCents>& done, int64_t cents) {
    return FormatIsoDate(FirstUndoDay(done, cents));
  };
  EXPECT_EQ(first({{Day(2, 1), 100}}, 100), "2018-02-01");
  // The second is needed for more than the first.
  EXPECT_EQ(first({{Day(5, 1), 50}, {Day(2, 1), 100}}, 100), "2018-02-01");
  EXPECT_EQ(first({{Day(5, 1), 50}, {Day(2, 1), 100}}, 101), "2018-05-01");
  // What was undone since stands no more, on no day before it either.
  EXPECT_EQ(first({{Day(2, 1), 100}, {Day(3, 1), -100}, {Day(5, 1), 50}}, 50),
            "2018-05-01");
  EXPECT_EQ(first({{Day(2, 1), 100}, {Day(3, 1), -40}, {Day(5, 1), 50}}, 60),
            "2018-02-01");
  // Done, undone and done again on one day.
  EXPECT_EQ(first({{Day(2, 1), -100}, {Day(2, 1), 100}, {Day(2, 1), 100}}, 100),
            "2018-02-01");
}

// On every day, whatever was drawn: from the answer on no reading as of a day
// is below zero, and the day before it is.
TEST(UndoRulesTest, RandomAmountsAgreeWithAReadingOfEveryDay) {
  const unsigned seed = std::random_device()();
  SCOPED_TRACE(testing::Message() << "seed " << seed);
  std::mt19937 random(seed);
  const auto draw = [&](int last) {
    return std::uniform_int_distribution<int>(0, last)(random);
  };
  for (int round = 0; round < 2'000; ++round) {
    std::vector<DatedCents> done;
    int64_t total = 0;
    for (int i = draw(5); i >= 0; --i) {
      done.push_back({Day(1, 1 + draw(9)), 1 + draw(20)});
      total += done.back().cents;
    }
    const auto standing = [&](int day) {
      int64_t sum = 0;
      for (const DatedCents& one : done) {
        if (one.date.day() <= day) sum += one.cents;
      }
      return sum;
    };
    // Least of what stands on this day and on every later one.
    const auto least = [&](int day) {
      int64_t sum = standing(day);
      for (int later = day; later <= 10; ++later) {
        sum = std::min(sum, standing(later));
      }
      return sum;
    };
    for (int undos = draw(3); undos > 0 && total > 0; --undos) {
      const int64_t cents = 1 + draw(static_cast<int>(total) - 1);
      const google::type::Date day = FirstUndoDay(done, cents);
      EXPECT_GE(least(day.day()), cents);
      EXPECT_TRUE(day.day() == 1 || least(day.day() - 1) < cents);
      done.push_back({Day(1, day.day() + draw(10 - day.day())), -cents});
      total -= cents;
    }
  }
}

}  // namespace
}  // namespace entente::conventions
