// How far a measure has come, beside its target: every kind, both directions,
// before and after the end of the year, with a calendar and without.
#include <limits>
#include <map>
#include <optional>
#include <utility>
#include <vector>

#include "absl/time/time.h"
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
  const AchievementQuery query = Until(month);
  return MakeAchievement(measure, figures, &agreed, query,
                         SpanOn(query, PeriodBook(), today));
}

// `value` in March 2018, beside a target with a baseline.
v1::Achievement MakeFrom(const MeasureInfo& measure, int64_t baseline,
                         int64_t target, const Figure& march,
                         const AchievementQuery& query = Until(12)) {
  v1::Target agreed = TargetOf(target);
  agreed.mutable_baseline()->set_year(2017);
  agreed.mutable_baseline()->set_value(baseline);
  return MakeAchievement(measure, {{Month(2018, 3), march}}, &agreed, query,
                         SpanOn(query, PeriodBook(), kAfterYear));
}

std::optional<int64_t> Progress(const v1::Achievement& achievement) {
  if (!achievement.has_progress_permille()) return std::nullopt;
  return achievement.progress_permille();
}

AchievementQuery Quarter(int quarter) {
  AchievementQuery query = Until(12);
  query.quarter = quarter;
  query.until = query.last();
  return query;
}

int64_t SecondsOf(absl::CivilHour hour) {
  return absl::ToUnixSeconds(absl::FromCivil(hour, absl::UTCTimeZone()));
}

// Months are closed 40 days after their end; from `month` of 2018 on.
PeriodBook Book(int month, std::map<int32_t, v1::PeriodRecord> months = {}) {
  v1::PeriodCalendar calendar;
  *calendar.mutable_first_month() = MakeDate(2018, month, 1);
  calendar.set_due_days(10);
  calendar.set_lock_days(20);
  calendar.set_close_days(40);
  calendar.mutable_adopt_time()->set_seconds(
      SecondsOf(absl::CivilHour(2018, 1, 2, 12)));
  return PeriodBook(1, {calendar}, std::move(months));
}

v1::PeriodRecord Decided(v1::Period::Standing standing) {
  v1::PeriodRecord record;
  record.set_standing(standing);
  *record.mutable_reopen_until() = MakeDate(2019, 1, 31);
  return record;
}

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
