// How far a measure has come, beside its target: every kind, both directions,
// before and after the end of the year.
#include <limits>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "services/common/base/error.h"
#include "services/indicators/achievement_rules.h"
#include "services/indicators/sample_definitions.h"

namespace entente::indicators {
namespace {

namespace cv1 = entente::conventions::v1;
namespace v1 = entente::indicators::v1;

constexpr absl::CivilDay kInYear(2018, 7, 10);
constexpr absl::CivilDay kAfterYear(2019, 1, 1);

MeasureInfo Measure(cv1::MeasureKind kind,
                    cv1::Direction direction = cv1::DIRECTION_MORE) {
  MeasureInfo measure;
  measure.definition = MakeMeasure("actions", kind);
  measure.definition.set_direction(direction);
  return measure;
}

v1::Target TargetOf(int64_t value) {
  v1::Target target;
  target.set_year(2018);
  target.set_value(value);
  return target;
}

int32_t Month(int year, int month) { return year * 12 + month - 1; }

// Two a month from July 2017 to June 2018.
MonthFigures TwoAMonth() {
  MonthFigures figures;
  for (int32_t month = Month(2017, 7); month <= Month(2018, 6); ++month) {
    figures[month] = {.value = 2, .contributions = 1};
  }
  return figures;
}

AchievementQuery Until(int month) {
  return {.municipality = "21004",
          .measures = {},
          .year = 2018,
          .until = Month(2018, month),
          .quarter = 0};
}

v1::Achievement Make(const MeasureInfo& measure, const MonthFigures& figures,
                     int64_t target, int month, absl::CivilDay today) {
  const v1::Target agreed = TargetOf(target);
  return MakeAchievement(measure, figures, &agreed, Until(month), today);
}

TEST(AchievementTest, FiguresAddUpFromJanuaryAndBesideTheYearBefore) {
  const v1::Achievement whole =
      Make(Measure(cv1::MEASURE_KIND_COUNT), TwoAMonth(), 24, 12, kInYear);
  EXPECT_EQ(whole.actual().value(), 12);
  EXPECT_EQ(whole.actual().contributions(), 6);
  EXPECT_EQ(whole.year_before().value(), 12);
  EXPECT_EQ(whole.target_permille(), 500);
  EXPECT_EQ(whole.state(), v1::Achievement::STATE_UNDER_WAY);
  const v1::Achievement part =
      Make(Measure(cv1::MEASURE_KIND_COUNT), TwoAMonth(), 24, 2, kInYear);
  EXPECT_EQ(part.actual().value(), 4);
  EXPECT_FALSE(part.has_year_before());
  EXPECT_EQ(part.target_permille(), 166);
}

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

TEST(AchievementTest, WithoutATargetOrWithOneOfZeroThereIsNoShare) {
  const MeasureInfo measure = Measure(cv1::MEASURE_KIND_COUNT);
  const v1::Achievement without =
      MakeAchievement(measure, TwoAMonth(), nullptr, Until(12), kInYear);
  EXPECT_EQ(without.actual().value(), 12);
  EXPECT_FALSE(without.has_target());
  EXPECT_FALSE(without.has_target_permille());
  EXPECT_EQ(without.state(), v1::Achievement::STATE_UNSPECIFIED);
  EXPECT_FALSE(
      Make(measure, TwoAMonth(), 0, 12, kInYear).has_target_permille());
}

TEST(AchievementTest, OfASensitiveMeasureOnlyWholeYears) {
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
  EXPECT_EQ(whole.actual().value(), 12);
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
}

TEST(AchievementTest, AQuarterIsBesideItsOwnTarget) {
  const AchievementQuery quarter{.municipality = "21004",
                                 .measures = {},
                                 .year = 2018,
                                 .until = Month(2018, 3),
                                 .quarter = 1};
  EXPECT_EQ(quarter.from(), Month(2017, 1));
  const v1::Target agreed = TargetOf(8);
  const auto make = [&](const AchievementQuery& query, absl::CivilDay today) {
    return MakeAchievement(Measure(cv1::MEASURE_KIND_COUNT), TwoAMonth(),
                           &agreed, query, today);
  };
  const v1::Achievement first = make(quarter, absl::CivilDay(2018, 3, 31));
  EXPECT_EQ(first.actual().value(), 6);
  EXPECT_FALSE(first.has_year_before());
  EXPECT_EQ(first.target_permille(), 750);
  EXPECT_EQ(first.state(), v1::Achievement::STATE_UNDER_WAY);
  EXPECT_EQ(make(quarter, absl::CivilDay(2018, 4, 1)).state(),
            v1::Achievement::STATE_MISSED);
  AchievementQuery last = quarter;
  last.quarter = 4;
  last.until = last.last();
  EXPECT_EQ(last.until, Month(2018, 12));
  EXPECT_EQ(make(last, absl::CivilDay(2018, 12, 31)).year_before().value(), 6);
  EXPECT_FALSE(make(last, absl::CivilDay(2018, 12, 31)).has_actual());
  // It ends with the year and is none.
  MeasureInfo sensitive = Measure(cv1::MEASURE_KIND_COUNT);
  sensitive.definition.set_is_sensitive(true);
  EXPECT_FALSE(
      MakeAchievement(sensitive, TwoAMonth(), &agreed, last, kAfterYear)
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
