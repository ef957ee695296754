// How far a measure is: the way from its baseline, the same months of the year
// before, months that are settled, a target that was changed.
#include <map>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "services/indicators/achievement_fixture_test.h"

namespace entente::indicators {
namespace {

TEST(AchievementTest, WithoutADirectionNothingIsReachedOrMissed) {
  // Of before: a direction was guessed with the kind.
  MeasureInfo guessed = Measure(cv1::MEASURE_KIND_COUNT);
  guessed.definition.set_is_kind_guessed(true);
  for (const MeasureInfo& measure :
       {Measure(cv1::MEASURE_KIND_COUNT, cv1::DIRECTION_UNSPECIFIED),
        guessed}) {
    for (const int64_t target : {1, 100}) {
      const v1::Achievement achievement =
          Make(measure, TwoAMonth(), target, 12, kAfterYear);
      EXPECT_EQ(achievement.direction(), cv1::DIRECTION_UNSPECIFIED);
      EXPECT_EQ(achievement.state(), v1::Achievement::STATE_UNSPECIFIED);
      EXPECT_TRUE(achievement.has_target_permille());
    }
  }
}

TEST(AchievementTest, ARatioOfNothingIsNeitherReachedNorMissed) {
  // As words, or a count, that were approved before it became a ratio.
  const MonthFigures figures = {{Month(2018, 3), {.contributions = 1}}};
  for (const cv1::Direction direction :
       {cv1::DIRECTION_MORE, cv1::DIRECTION_LESS}) {
    const v1::Achievement achievement =
        Make(Measure(cv1::MEASURE_KIND_RATIO, direction), figures, 80, 12,
             kAfterYear);
    EXPECT_TRUE(achievement.has_actual());
    EXPECT_EQ(achievement.state(), v1::Achievement::STATE_UNSPECIFIED);
    EXPECT_FALSE(achievement.has_target_permille());
  }
}

TEST(AchievementTest, FiguresAddUpFromJanuaryAndBesideTheYearBefore) {
  const v1::Achievement whole =
      Make(Measure(cv1::MEASURE_KIND_COUNT), TwoAMonth(), 24, 12, kInYear);
  EXPECT_EQ(whole.actual().value(), 12);
  EXPECT_EQ(whole.actual().contributions(), 6);
  EXPECT_EQ(whole.target_permille(), 500);
  EXPECT_EQ(whole.state(), v1::Achievement::STATE_UNDER_WAY);
  const v1::Achievement part =
      Make(Measure(cv1::MEASURE_KIND_COUNT), TwoAMonth(), 24, 2, kInYear);
  EXPECT_EQ(part.actual().value(), 4);
  EXPECT_FALSE(part.has_year_before());
  EXPECT_EQ(part.target_permille(), 166);
}

TEST(AchievementTest, TheSameMonthsStandBesideThoseOfTheYearBefore) {
  MonthFigures figures;
  for (int32_t month = Month(2017, 1); month <= Month(2018, 7); ++month) {
    figures[month] = {.value = 1, .contributions = 1};
  }
  const MeasureInfo measure = Measure(cv1::MEASURE_KIND_COUNT);
  // July has begun: it counts, and stands beside nothing.
  const v1::Achievement running = Make(measure, figures, 12, 12, kInYear);
  EXPECT_EQ(running.actual().value(), 7);
  EXPECT_EQ(running.year_before().value(), 6);
  EXPECT_EQ(running.compared().value(), 6);
  EXPECT_EQ(running.compared_until().year(), 2018);
  EXPECT_EQ(running.compared_until().month(), 6);
  const v1::Achievement part = Make(measure, figures, 12, 3, kInYear);
  EXPECT_EQ(part.year_before().value(), 3);
  EXPECT_EQ(part.compared_until().month(), 3);
  const v1::Achievement over = Make(measure, figures, 12, 12, kAfterYear);
  EXPECT_EQ(over.year_before().value(), 12);
  EXPECT_EQ(over.compared_until().month(), 12);
  const v1::Achievement january =
      Make(measure, figures, 12, 12, absl::CivilDay(2018, 1, 31));
  EXPECT_FALSE(january.has_year_before());
  EXPECT_FALSE(january.has_compared());
  EXPECT_FALSE(january.has_compared_until());
}

TEST(AchievementTest, ProgressIsTheWayThatIsGoneFromTheBaseline) {
  const MeasureInfo more = Measure(cv1::MEASURE_KIND_COUNT);
  const auto count = [](int64_t value) {
    return Figure{.value = value, .contributions = 1};
  };
  EXPECT_EQ(MakeFrom(more, 100, 120, count(110)).target_permille(), 916);
  EXPECT_EQ(Progress(MakeFrom(more, 100, 120, count(110))), 500);
  EXPECT_EQ(Progress(MakeFrom(more, 100, 120, count(100))), 0);
  EXPECT_EQ(Progress(MakeFrom(more, 100, 120, count(140))), 2000);
  EXPECT_EQ(Progress(MakeFrom(more, 100, 120, count(90))), -500);
  const MeasureInfo less =
      Measure(cv1::MEASURE_KIND_COUNT, cv1::DIRECTION_LESS);
  EXPECT_EQ(MakeFrom(less, 50, 30, count(40)).target_permille(), 1333);
  EXPECT_EQ(Progress(MakeFrom(less, 50, 30, count(40))), 500);
  EXPECT_EQ(Progress(MakeFrom(less, 50, 30, count(60))), -500);
  EXPECT_EQ(Progress(MakeFrom(less, 50, 30, count(30))), 1000);
  // Halves go away from zero.
  EXPECT_EQ(Progress(MakeFrom(more, 0, 3, count(2))), 667);
  EXPECT_EQ(Progress(MakeFrom(more, 0, 2000, count(1))), 1);
  EXPECT_EQ(Progress(MakeFrom(more, 10, 2010, count(9))), -1);
  EXPECT_EQ(Progress(MakeFrom(more, 10, 3010, count(9))), 0);
}

TEST(AchievementTest, ProgressOfARatioIsInPerCentOfAnySpan) {
  const MeasureInfo measure = Measure(cv1::MEASURE_KIND_RATIO);
  const Figure third{.value = 2, .denominator = 3, .contributions = 3};
  EXPECT_EQ(Progress(MakeFrom(measure, 50, 100, third)), 333);
  EXPECT_EQ(Progress(MakeFrom(measure, 50, 100, third, Until(6))), 333);
  EXPECT_EQ(Progress(MakeFrom(measure, 50, 100, third, Quarter(1))), 333);
  const Figure none{.value = 0, .denominator = 0, .contributions = 1};
  EXPECT_EQ(Progress(MakeFrom(measure, 50, 100, none)), std::nullopt);
}

TEST(AchievementTest, WithoutAWayOrOverUnequalSpansThereIsNoProgress) {
  const Figure ten{.value = 10, .contributions = 1};
  const MeasureInfo count = Measure(cv1::MEASURE_KIND_COUNT);
  EXPECT_EQ(Progress(Make(count, TwoAMonth(), 24, 12, kInYear)), std::nullopt);
  EXPECT_EQ(Progress(MakeFrom(count, 20, 20, ten)), std::nullopt);
  // A year stands beside a part of one.
  EXPECT_EQ(Progress(MakeFrom(count, 5, 20, ten, Until(6))), std::nullopt);
  EXPECT_EQ(Progress(MakeFrom(count, 5, 20, ten, Quarter(1))), std::nullopt);
  EXPECT_EQ(MakeFrom(count, 5, 20, ten, Quarter(1)).target_permille(), 500);
  EXPECT_EQ(Progress(MakeFrom(Measure(cv1::MEASURE_KIND_YES_NO), 0, 1, ten)),
            std::nullopt);
  MeasureInfo sensitive = count;
  sensitive.definition.set_is_sensitive(true);
  EXPECT_EQ(Progress(MakeFrom(sensitive, 5, 20, ten, Until(6))), std::nullopt);
}

TEST(AchievementTest, WithACalendarOnlySettledMonthsDecide) {
  const MeasureInfo measure = Measure(cv1::MEASURE_KIND_COUNT);
  const auto make = [&](const MeasureInfo& of, int64_t target,
                        const PeriodBook& book, absl::CivilDay today) {
    const v1::Target agreed = TargetOf(target);
    const AchievementQuery query = Until(12);
    return MakeAchievement(of, TwoAMonth(), &agreed, query,
                           SpanOn(query, book, today));
  };
  // November may be delivered until 9 January, December until 9 February.
  const v1::Achievement early = make(measure, 13, Book(1), kAfterYear);
  EXPECT_EQ(early.state(), v1::Achievement::STATE_UNDER_WAY);
  EXPECT_EQ(early.months(), 12);
  EXPECT_EQ(early.months_final(), 10);
  EXPECT_EQ(
      make(measure, 13, Book(1), absl::CivilDay(2019, 2, 9)).months_final(),
      11);
  const v1::Achievement late =
      make(measure, 13, Book(1), absl::CivilDay(2019, 2, 10));
  EXPECT_EQ(late.state(), v1::Achievement::STATE_MISSED);
  EXPECT_EQ(late.months_final(), 12);
  // What is reached is, whatever comes; what may still be passed is not.
  EXPECT_EQ(make(measure, 12, Book(1), kAfterYear).state(),
            v1::Achievement::STATE_REACHED);
  const MeasureInfo less =
      Measure(cv1::MEASURE_KIND_COUNT, cv1::DIRECTION_LESS);
  EXPECT_EQ(make(less, 12, Book(1), kAfterYear).state(),
            v1::Achievement::STATE_UNDER_WAY);
  EXPECT_EQ(make(less, 12, Book(1), absl::CivilDay(2019, 2, 10)).state(),
            v1::Achievement::STATE_REACHED);
  EXPECT_EQ(make(less, 11, Book(1), kAfterYear).state(),
            v1::Achievement::STATE_MISSED);
  // Approved months are settled before they are closed.
  std::map<int32_t, v1::PeriodRecord> months;
  months[Month(2018, 11)] = Decided(v1::Period::STANDING_APPROVED);
  months[Month(2018, 12)] = Decided(v1::Period::STANDING_APPROVED);
  EXPECT_EQ(make(measure, 13, Book(1, months), kAfterYear).state(),
            v1::Achievement::STATE_MISSED);
  // One that was opened again is not, however long ago it was closed.
  months[Month(2018, 3)] = Decided(v1::Period::STANDING_REOPENED);
  const v1::Achievement open = make(measure, 13, Book(1, months), kAfterYear);
  EXPECT_EQ(open.state(), v1::Achievement::STATE_UNDER_WAY);
  EXPECT_EQ(open.months_final(), 11);
  // Months before the calendar are settled by their date.
  EXPECT_EQ(make(measure, 13, Book(12), kAfterYear).months_final(), 11);
  EXPECT_EQ(make(measure, 13, PeriodBook(), kAfterYear).months_final(), 12);
  EXPECT_EQ(make(measure, 13, PeriodBook(), kInYear).months_final(), 6);
}

TEST(AchievementTest, ATargetThatWasSetAfterItsFirstDayIsMarked) {
  const MeasureInfo measure = Measure(cv1::MEASURE_KIND_COUNT);
  const auto make = [&](int version, absl::CivilHour set, int quarter,
                        bool is_withdrawn = false) {
    v1::Target target = TargetOf(12);
    target.set_version(version);
    target.set_is_withdrawn(is_withdrawn);
    target.mutable_update_time()->set_seconds(SecondsOf(set));
    const AchievementQuery query = quarter == 0 ? Until(12) : Quarter(quarter);
    return MakeAchievement(measure, TwoAMonth(), &target, query,
                           SpanOn(query, PeriodBook(), kAfterYear));
  };
  const absl::CivilHour in_may(2018, 5, 2, 11);
  EXPECT_TRUE(make(2, in_may, 0).has_target_changed_time());
  EXPECT_TRUE(make(2, in_may, 2).has_target_changed_time());
  EXPECT_FALSE(make(2, in_may, 3).has_target_changed_time());
  EXPECT_FALSE(make(1, in_may, 0).has_target_changed_time());
  // On the first day in Belgium, then after it.
  EXPECT_FALSE(
      make(2, absl::CivilHour(2018, 1, 1, 22), 0).has_target_changed_time());
  EXPECT_TRUE(
      make(2, absl::CivilHour(2018, 1, 1, 23), 0).has_target_changed_time());
  const v1::Achievement withdrawn = make(2, in_may, 0, true);
  EXPECT_FALSE(withdrawn.has_target());
  EXPECT_FALSE(withdrawn.has_target_permille());
  EXPECT_EQ(withdrawn.state(), v1::Achievement::STATE_UNSPECIFIED);
  EXPECT_TRUE(withdrawn.has_target_changed_time());
}

}  // namespace
}  // namespace entente::indicators
