// How far a measure has come, beside its target: every kind, both directions,
// before and after the end of the year, with a calendar and without.
#include <limits>
#include <map>
#include <vector>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "services/common/base/error.h"
#include "services/indicators/achievement_fixture_test.h"

namespace entente::indicators {
namespace {

TEST(AchievementTest, MoreIsReachedAtOnceAndMissedAfterTheYear) {
  const MeasureInfo measure = Measure(cv1::MEASURE_KIND_COUNT);
  EXPECT_EQ(Make(measure, TwoAMonth(), 12, 12, kInYear).state(),
            v1::Achievement::STATE_REACHED);
  EXPECT_EQ(Make(measure, TwoAMonth(), 13, 12, kInYear).state(),
            v1::Achievement::STATE_UNDER_WAY);
  EXPECT_EQ(Make(measure, TwoAMonth(), 13, 12, kAfterYear).state(),
            v1::Achievement::STATE_MISSED);
  // The first half of a year that is over is not the year.
  EXPECT_EQ(Make(measure, TwoAMonth(), 13, 6, kAfterYear).state(),
            v1::Achievement::STATE_UNDER_WAY);
  EXPECT_EQ(
      Make(measure, TwoAMonth(), 13, 12, absl::CivilDay(2018, 12, 31)).state(),
      v1::Achievement::STATE_UNDER_WAY);
}

TEST(AchievementTest, LessIsMissedAtOnceAndReachedAfterTheYear) {
  const MeasureInfo measure =
      Measure(cv1::MEASURE_KIND_COUNT, cv1::DIRECTION_LESS);
  EXPECT_EQ(Make(measure, TwoAMonth(), 11, 12, kInYear).state(),
            v1::Achievement::STATE_MISSED);
  EXPECT_EQ(Make(measure, TwoAMonth(), 12, 12, kInYear).state(),
            v1::Achievement::STATE_UNDER_WAY);
  EXPECT_EQ(Make(measure, TwoAMonth(), 12, 12, kAfterYear).state(),
            v1::Achievement::STATE_REACHED);
}

TEST(AchievementTest, ARatioIsComparedInPerCentAndDecidedAfterTheYear) {
  const MonthFigures figures = {
      {Month(2018, 3), {.value = 2, .denominator = 3, .contributions = 3}}};
  const MeasureInfo measure = Measure(cv1::MEASURE_KIND_RATIO);
  const v1::Achievement under_way = Make(measure, figures, 66, 12, kInYear);
  EXPECT_EQ(under_way.target_permille(), 1010);
  EXPECT_EQ(under_way.state(), v1::Achievement::STATE_UNDER_WAY);
  EXPECT_EQ(Make(measure, figures, 66, 12, kAfterYear).state(),
            v1::Achievement::STATE_REACHED);
  EXPECT_EQ(Make(measure, figures, 67, 12, kAfterYear).state(),
            v1::Achievement::STATE_MISSED);
  const MeasureInfo less =
      Measure(cv1::MEASURE_KIND_RATIO, cv1::DIRECTION_LESS);
  EXPECT_EQ(Make(less, figures, 50, 12, kInYear).state(),
            v1::Achievement::STATE_UNDER_WAY);
  EXPECT_EQ(Make(less, figures, 50, 12, kAfterYear).state(),
            v1::Achievement::STATE_MISSED);
}

TEST(AchievementTest, AYesOrNoIsKnownWithoutAnEvent) {
  const MeasureInfo measure = Measure(cv1::MEASURE_KIND_YES_NO);
  const v1::Achievement no = Make(measure, {}, 1, 12, kAfterYear);
  ASSERT_TRUE(no.has_actual());
  EXPECT_EQ(no.actual().value(), 0);
  EXPECT_EQ(no.state(), v1::Achievement::STATE_MISSED);
  const v1::Achievement yes =
      Make(measure, {{Month(2018, 9), {.value = 3, .contributions = 3}}}, 1, 12,
           kInYear);
  EXPECT_EQ(yes.actual().value(), 1);
  EXPECT_EQ(yes.target_permille(), 1000);
  EXPECT_EQ(yes.state(), v1::Achievement::STATE_REACHED);
}

TEST(AchievementTest, WhatIsNotKnownIsNotAZero) {
  const v1::Achievement none =
      Make(Measure(cv1::MEASURE_KIND_COUNT), {}, 5, 12, kAfterYear);
  EXPECT_FALSE(none.has_actual());
  EXPECT_FALSE(none.has_target_permille());
  EXPECT_EQ(none.state(), v1::Achievement::STATE_UNSPECIFIED);
  MeasureInfo distinct = Measure(cv1::MEASURE_KIND_COUNT);
  distinct.definition.set_is_summable(false);
  EXPECT_FALSE(Make(distinct, TwoAMonth(), 5, 12, kInYear).has_actual());
  EXPECT_FALSE(
      Make(Measure(cv1::MEASURE_KIND_QUALITATIVE), TwoAMonth(), 5, 12, kInYear)
          .has_actual());
}

TEST(AchievementTest, AYesOrNoOfAYearBeforeItsTermIsNotKnown) {
  MeasureInfo measure = Measure(cv1::MEASURE_KIND_YES_NO);
  const v1::Achievement first = Make(measure, {}, 1, 12, kAfterYear);
  EXPECT_TRUE(first.has_compared());
  EXPECT_FALSE(first.has_year_before());
  // Nor is the year itself, until something is told of it.
  measure.terms = {MakeTerm(MakeDate(2019, 1, 1), MakeDate(2019, 12, 31))};
  const v1::Achievement before = Make(measure, {}, 1, 12, kAfterYear);
  EXPECT_FALSE(before.has_actual());
  EXPECT_EQ(before.state(), v1::Achievement::STATE_UNSPECIFIED);
  EXPECT_EQ(before.reason(), v1::Achievement::REASON_NO_FIGURES);
  const v1::Achievement told =
      Make(measure, {{Month(2018, 9), {.value = 1, .contributions = 1}}}, 1, 12,
           kAfterYear);
  EXPECT_EQ(told.actual().value(), 1);
  EXPECT_EQ(told.state(), v1::Achievement::STATE_REACHED);
  // One month of the term is enough.
  measure.terms = {MakeTerm(MakeDate(2018, 12, 15), MakeDate(2019, 12, 31))};
  EXPECT_TRUE(Make(measure, {}, 1, 12, kAfterYear).has_actual());
  EXPECT_FALSE(Make(measure, {}, 1, 11, kAfterYear).has_actual());
}

TEST(AchievementTest, WhereNothingIsSaidAReasonTellsWhy) {
  using Achievement = v1::Achievement;
  const auto reason = [](const MeasureInfo& measure,
                         const MonthFigures& figures) {
    const v1::Achievement one = Make(measure, figures, 5, 12, kAfterYear);
    EXPECT_EQ(one.state() == Achievement::STATE_UNSPECIFIED,
              one.reason() != Achievement::REASON_UNSPECIFIED);
    return one.reason();
  };
  const MeasureInfo count = Measure(cv1::MEASURE_KIND_COUNT);
  EXPECT_EQ(reason(count, TwoAMonth()), Achievement::REASON_UNSPECIFIED);
  EXPECT_EQ(reason(count, {}), Achievement::REASON_NO_FIGURES);
  MeasureInfo distinct = count;
  distinct.definition.set_is_summable(false);
  EXPECT_EQ(reason(distinct, TwoAMonth()), Achievement::REASON_NOT_SUMMABLE);
  EXPECT_EQ(reason(distinct, {}), Achievement::REASON_NOT_SUMMABLE);
  EXPECT_EQ(reason(Measure(cv1::MEASURE_KIND_QUALITATIVE), TwoAMonth()),
            Achievement::REASON_NOT_SUMMABLE);
  EXPECT_EQ(reason(Measure(cv1::MEASURE_KIND_RATIO), TwoAMonth()),
            Achievement::REASON_NOTHING_MEASURED);
  EXPECT_EQ(reason(Measure(cv1::MEASURE_KIND_COUNT, cv1::DIRECTION_UNSPECIFIED),
                   TwoAMonth()),
            Achievement::REASON_DIRECTION_UNKNOWN);
  EXPECT_EQ(MakeAchievement(count, TwoAMonth(), nullptr, Until(12),
                            SpanOn(Until(12), PeriodBook(), kInYear))
                .reason(),
            Achievement::REASON_NO_TARGET);
}

TEST(AchievementTest, TheReasonOfASensitiveMeasureTellsNoFigure) {
  MeasureInfo measure = Measure(cv1::MEASURE_KIND_COUNT);
  measure.definition.set_is_sensitive(true);
  // In its year, nothing or much, the answer is the same.
  EXPECT_EQ(Make(measure, {}, 5, 12, kInYear).SerializeAsString(),
            Make(measure, TwoAMonth(), 5, 12, kInYear).SerializeAsString());
  EXPECT_EQ(Make(measure, {}, 5, 12, kInYear).reason(),
            v1::Achievement::REASON_CONFIDENTIAL);
  // Once the year is told, so is that there is nothing.
  EXPECT_EQ(Make(measure, {}, 5, 12, kAfterYear).reason(),
            v1::Achievement::REASON_NO_FIGURES);
  EXPECT_EQ(Make(measure, TwoAMonth(), 5, 12, kAfterYear).reason(),
            v1::Achievement::REASON_UNSPECIFIED);
  measure.definition.set_is_summable(false);
  for (const absl::CivilDay day : {kInYear, kAfterYear}) {
    EXPECT_EQ(Make(measure, {}, 5, 12, day).SerializeAsString(),
              Make(measure, TwoAMonth(), 5, 12, day).SerializeAsString());
    EXPECT_EQ(Make(measure, {}, 5, 12, day).reason(),
              v1::Achievement::REASON_NOT_SUMMABLE);
  }
}

TEST(AchievementTest, WithoutATargetOrWithOneOfZeroThereIsNoShare) {
  const MeasureInfo measure = Measure(cv1::MEASURE_KIND_COUNT);
  const v1::Achievement without =
      MakeAchievement(measure, TwoAMonth(), nullptr, Until(12),
                      SpanOn(Until(12), PeriodBook(), kInYear));
  EXPECT_EQ(without.actual().value(), 12);
  EXPECT_FALSE(without.has_target());
  EXPECT_FALSE(without.has_target_permille());
  EXPECT_EQ(without.state(), v1::Achievement::STATE_UNSPECIFIED);
  EXPECT_FALSE(
      Make(measure, TwoAMonth(), 0, 12, kInYear).has_target_permille());
}

TEST(AchievementTest, OfASensitiveMeasureOnlyWholeSettledYears) {
  MeasureInfo measure = Measure(cv1::MEASURE_KIND_COUNT);
  measure.definition.set_is_sensitive(true);
  const v1::Achievement part = Make(measure, TwoAMonth(), 24, 6, kInYear);
  EXPECT_TRUE(part.is_confidential());
  EXPECT_FALSE(part.has_actual());
  EXPECT_FALSE(part.has_year_before());
  EXPECT_FALSE(part.has_target_permille());
  EXPECT_EQ(part.state(), v1::Achievement::STATE_UNSPECIFIED);
  const v1::Achievement whole = Make(measure, TwoAMonth(), 24, 12, kInYear);
  EXPECT_TRUE(whole.is_confidential());
  // Of a year that runs, on two days, the difference would be a month.
  EXPECT_FALSE(whole.has_actual());
  EXPECT_FALSE(whole.has_target_permille());
  EXPECT_EQ(whole.state(), v1::Achievement::STATE_UNSPECIFIED);
  EXPECT_FALSE(whole.has_compared());
  EXPECT_FALSE(whole.has_year_before());
  const v1::Achievement over = Make(measure, TwoAMonth(), 24, 12, kAfterYear);
  EXPECT_EQ(over.actual().value(), 12);
  EXPECT_EQ(over.year_before().value(), 12);
  EXPECT_EQ(over.compared().value(), 12);
  // Each year by itself: half of 2017 has no calendar and stays open.
  v1::PeriodCalendar calendar;
  *calendar.mutable_first_month() = MakeDate(2017, 7, 1);
  calendar.set_due_days(10);
  calendar.set_lock_days(20);
  calendar.set_close_days(40);
  const v1::Target agreed = TargetOf(24);
  const auto on = [&](absl::CivilDay today) {
    return MakeAchievement(
        measure, TwoAMonth(), &agreed, Until(12),
        SpanOn(Until(12), PeriodBook(1, {calendar}, {}), today));
  };
  EXPECT_FALSE(on(absl::CivilDay(2019, 2, 9)).has_actual());
  const v1::Achievement closed = on(absl::CivilDay(2019, 2, 10));
  EXPECT_EQ(closed.actual().value(), 12);
  EXPECT_FALSE(closed.has_year_before());
}

TEST(AchievementTest, TheLargestFiguresDoNotOverflow) {
  const MonthFigures figures = {
      {Month(2018, 1),
       {.value = int64_t{1} << 62, .denominator = 1, .contributions = 1}}};
  EXPECT_EQ(Make(Measure(cv1::MEASURE_KIND_COUNT), figures, 1, 12, kInYear)
                .target_permille(),
            std::numeric_limits<int64_t>::max());
  EXPECT_EQ(Make(Measure(cv1::MEASURE_KIND_RATIO), figures, 1, 12, kInYear)
                .target_permille(),
            std::numeric_limits<int64_t>::max());
  // Nor does progress, which ends at a thousand times the way.
  constexpr int64_t kFigureMax = std::numeric_limits<int64_t>::max();
  constexpr int64_t kTargetMax = 1000000000;
  const Figure most{.value = kFigureMax, .denominator = 1, .contributions = 1};
  const MeasureInfo count = Measure(cv1::MEASURE_KIND_COUNT);
  EXPECT_EQ(Progress(MakeFrom(count, 0, 1, most)), 1000000);
  EXPECT_EQ(Progress(MakeFrom(count, 1, 0, most)), -1000000);
  const Figure whole{
      .value = kFigureMax, .denominator = kFigureMax, .contributions = 1};
  const MeasureInfo ratio = Measure(cv1::MEASURE_KIND_RATIO);
  EXPECT_EQ(Progress(MakeFrom(ratio, 0, 100, whole)), 1000);
  EXPECT_EQ(Progress(MakeFrom(ratio, kTargetMax, 100, whole)), 1000);
}

TEST(AchievementTest, AQuarterIsBesideItsOwnTarget) {
  const AchievementQuery quarter = Quarter(1);
  EXPECT_EQ(quarter.from(), Month(2017, 1));
  const v1::Target agreed = TargetOf(8);
  const auto make = [&](const AchievementQuery& query, absl::CivilDay today) {
    return MakeAchievement(Measure(cv1::MEASURE_KIND_COUNT), TwoAMonth(),
                           &agreed, query, SpanOn(query, PeriodBook(), today));
  };
  const v1::Achievement first = make(quarter, absl::CivilDay(2018, 3, 31));
  EXPECT_EQ(first.actual().value(), 6);
  EXPECT_FALSE(first.has_year_before());
  EXPECT_EQ(first.target_permille(), 750);
  EXPECT_EQ(first.state(), v1::Achievement::STATE_UNDER_WAY);
  EXPECT_EQ(make(quarter, absl::CivilDay(2018, 4, 1)).state(),
            v1::Achievement::STATE_MISSED);
  EXPECT_EQ(first.months(), 3);
  EXPECT_EQ(first.months_final(), 2);
  const AchievementQuery last = Quarter(4);
  EXPECT_EQ(last.until, Month(2018, 12));
  EXPECT_EQ(make(last, absl::CivilDay(2018, 12, 31)).year_before().value(), 4);
  EXPECT_EQ(make(last, kAfterYear).year_before().value(), 6);
  EXPECT_FALSE(make(last, absl::CivilDay(2018, 12, 31)).has_actual());
  // It ends with the year and is none.
  MeasureInfo sensitive = Measure(cv1::MEASURE_KIND_COUNT);
  sensitive.definition.set_is_sensitive(true);
  EXPECT_FALSE(MakeAchievement(sensitive, TwoAMonth(), &agreed, last,
                               SpanOn(last, PeriodBook(), kAfterYear))
                   .has_year_before());
}

TEST(AchievementTest, BadRequestsAreNamed) {
  const Definitions definitions(1, {SampleConvention()});
  v1::QueryAchievementRequest request;
  request.set_parent("municipalities/21004");
  request.set_year(2018);
  const auto reason = [&] {
    return ErrorReason(ValidateAchievement(request, definitions).status());
  };
  EXPECT_EQ(reason(), "");
  EXPECT_EQ(ValidateAchievement(request, definitions)->until, Month(2018, 12));
  request.set_month(3);
  EXPECT_EQ(ValidateAchievement(request, definitions)->until, Month(2018, 3));
  request.set_month(13);
  EXPECT_EQ(reason(), "MONTH_INVALID");
  request.set_month(-1);
  EXPECT_EQ(reason(), "MONTH_INVALID");
  request.set_month(1);
  request.set_quarter(1);
  EXPECT_EQ(reason(), "QUARTER_INVALID");
  request.set_month(0);
  EXPECT_EQ(ValidateAchievement(request, definitions)->until, Month(2018, 3));
  request.set_quarter(5);
  EXPECT_EQ(reason(), "QUARTER_INVALID");
  request.set_quarter(0);
  request.set_month(1);
  request.set_year(0);
  EXPECT_EQ(reason(), "YEAR_INVALID");
  request.set_year(2018);
  request.add_measure_codes("nothing");
  EXPECT_EQ(reason(), "UNKNOWN_MEASURE");
  request.set_parent("nowhere");
  EXPECT_EQ(reason(), "NAME_INVALID");
}

}  // namespace
}  // namespace entente::indicators
