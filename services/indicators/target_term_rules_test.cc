// Targets of the term of a convention: which there are, what may be set, and
// how far a measure has come in one.
#include "services/indicators/target_term_rules.h"

#include <string>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "services/common/base/error.h"
#include "services/indicators/achievement_fixture_test.h"

namespace entente::indicators {
namespace {

const MonthSpan kTwoYears{Month(2018, 1), Month(2019, 12)};
constexpr char kTargets[] =
    "municipalities/21004/measures/nuisance_actions/targets/";

v1::Target OfTerm(const MonthSpan& term, int64_t value = 20) {
  v1::Target target;
  *target.mutable_term() = MakeTermMonths(term);
  target.set_value(value);
  return target;
}

AchievementQuery QueryOf(const MonthSpan& term) {
  return {.municipality = "21004",
          .measures = {},
          .until = term.last,
          .quarter = 0,
          .term = term};
}

v1::Achievement MakeOfTerm(const MeasureInfo& measure, const v1::Target& target,
                           const MonthSpan& term, absl::CivilDay today,
                           const PeriodBook& periods = PeriodBook()) {
  const AchievementQuery query = QueryOf(term);
  return MakeAchievement(measure, TwoAMonth(), &target, query,
                         SpanOn(query, periods, today));
}

TEST(TargetTermTest, TermsAreThoseOfTheConventionsEachOnce) {
  MeasureInfo measure;
  EXPECT_THAT(TermsOf(measure), testing::IsEmpty());
  const Term second = MakeTerm(MakeDate(2020, 7, 15), MakeDate(2021, 6, 30));
  measure.terms = {
      second, MakeTerm(MakeDate(2018, 1, 1), MakeDate(2019, 12, 31)), second,
      // Silent ones, one that ends before it begins, one too long.
      MakeTerm({}, MakeDate(2019, 12, 31)), MakeTerm(MakeDate(2018, 1, 1), {}),
      MakeTerm(MakeDate(2019, 1, 1), MakeDate(2018, 1, 1)),
      MakeTerm(MakeDate(2018, 1, 1), MakeDate(2028, 1, 1))};
  EXPECT_THAT(TermsOf(measure),
              testing::ElementsAre(kTwoYears,
                                   MonthSpan{Month(2020, 7), Month(2021, 6)}));
  measure.terms.push_back(
      MakeTerm(MakeDate(2018, 1, 1), MakeDate(2027, 12, 31)));
  EXPECT_THAT(TermsOf(measure), testing::SizeIs(3));
}

TEST(TargetTermTest, ATermHasANameOfItsOwn) {
  const TargetName name{{"21004", "nuisance_actions"}, 0, 0, kTwoYears};
  const std::string text = std::string(kTargets) + "2018-01-2019-12";
  EXPECT_EQ(FormatTarget(name), text);
  const auto parsed = ParseTarget(text, "name");
  ASSERT_TRUE(parsed.ok()) << parsed.status();
  EXPECT_EQ(parsed->term, kTwoYears);
  EXPECT_EQ(parsed->year, 0);
  EXPECT_FALSE(
      ParseTarget(std::string(kTargets) + "2018", "name")->term.has_value());
  for (const char* id : {"2018-01-2019-13", "2019-12-2018-01",
                         "2018-01/2019-12", "2018-01-2019-1", "1899-01-2019-12",
                         "2018-01_2019-12", "2018-1-2019-012"}) {
    EXPECT_EQ(
        ErrorReason(ParseTarget(std::string(kTargets) + id, "name").status()),
        "NAME_INVALID")
        << id;
  }
}

TEST(TargetTermTest, ATermIsGivenWithoutYear) {
  const MeasureName measure{"21004", "nuisance_actions"};
  const auto reason = [&](const v1::Target& target) {
    return ErrorReason(NameOfTarget(measure, target).status());
  };
  v1::Target target = OfTerm(kTwoYears);
  EXPECT_EQ(reason(target), "");
  // Its days do not count.
  *target.mutable_term()->mutable_last_month() = MakeDate(2019, 12, 31);
  EXPECT_EQ(NameOfTarget(measure, target)->term, kTwoYears);
  target.set_year(2018);
  EXPECT_EQ(reason(target), "TERM_INVALID");
  target.set_year(0);
  target.set_quarter(1);
  EXPECT_EQ(reason(target), "TERM_INVALID");
  target.set_quarter(0);
  *target.mutable_term()->mutable_last_month() = MakeDate(2017, 12, 1);
  EXPECT_EQ(reason(target), "TERM_INVALID");
  *target.mutable_term()->mutable_last_month() = MakeDate(2027, 12, 1);
  EXPECT_EQ(reason(target), "");
  *target.mutable_term()->mutable_last_month() = MakeDate(2028, 1, 1);
  EXPECT_EQ(reason(target), "TERM_INVALID");
  target.mutable_term()->clear_last_month();
  EXPECT_EQ(reason(target), "TERM_INVALID");
}

TEST(TargetTermTest, OfASensitiveMeasureATermIsOfWholeYears) {
  MeasureInfo measure = Measure(cv1::MEASURE_KIND_COUNT);
  const MonthSpan uneven{Month(2018, 7), Month(2019, 6)};
  const auto reason = [&](const MonthSpan& term) {
    return ErrorReason(ValidateTarget(measure, OfTerm(term)));
  };
  EXPECT_EQ(reason(kTwoYears), "");
  EXPECT_EQ(reason(uneven), "TERM_UNKNOWN");
  measure.terms.push_back(
      MakeTerm(MakeDate(2018, 7, 1), MakeDate(2019, 6, 30)));
  EXPECT_EQ(reason(uneven), "");
  measure.definition.set_is_sensitive(true);
  EXPECT_EQ(reason(uneven), "TARGET_NOT_POSSIBLE");
  EXPECT_EQ(reason(kTwoYears), "");
  // A baseline lies before the term.
  v1::Target target = OfTerm(kTwoYears);
  target.mutable_baseline()->set_year(2018);
  EXPECT_EQ(ErrorReason(ValidateTarget(measure, target)), "BASELINE_YEAR");
  target.mutable_baseline()->set_year(2017);
  EXPECT_EQ(ErrorReason(ValidateTarget(measure, target)), "");
}

// Twelve are counted in the term, in its first half year.
TEST(TargetTermTest, ATermIsDecidedOnceAllItsMonthsAreSettled) {
  const MeasureInfo measure = Measure(cv1::MEASURE_KIND_COUNT);
  const auto make = [&](int64_t value, absl::CivilDay today,
                        const PeriodBook& periods = PeriodBook()) {
    return MakeOfTerm(measure, OfTerm(kTwoYears, value), kTwoYears, today,
                      periods);
  };
  const v1::Achievement first = make(16, kAfterYear);
  EXPECT_EQ(first.actual().value(), 12);
  EXPECT_EQ(first.target_permille(), 750);
  EXPECT_EQ(first.months(), 24);
  EXPECT_EQ(first.months_final(), 12);
  EXPECT_EQ(first.state(), v1::Achievement::STATE_UNDER_WAY);
  // The year before is no term: nothing stands beside it.
  EXPECT_FALSE(first.has_year_before());
  EXPECT_FALSE(first.has_compared());
  EXPECT_FALSE(first.has_compared_until());
  EXPECT_EQ(make(12, kInYear).state(), v1::Achievement::STATE_REACHED);
  EXPECT_EQ(make(16, absl::CivilDay(2019, 12, 31)).state(),
            v1::Achievement::STATE_UNDER_WAY);
  EXPECT_EQ(make(16, absl::CivilDay(2020, 1, 1)).state(),
            v1::Achievement::STATE_MISSED);
  // With a calendar 40 days after the end of its last month.
  EXPECT_EQ(make(16, absl::CivilDay(2020, 1, 1), Book(1)).state(),
            v1::Achievement::STATE_UNDER_WAY);
  EXPECT_EQ(make(16, absl::CivilDay(2020, 2, 15), Book(1)).state(),
            v1::Achievement::STATE_MISSED);
}

TEST(TargetTermTest, OfASensitiveMeasureATermIsShownWhenItsYearsAreSettled) {
  MeasureInfo measure = Measure(cv1::MEASURE_KIND_COUNT);
  measure.definition.set_is_sensitive(true);
  const auto make = [&](const MonthSpan& term, absl::CivilDay today) {
    return MakeOfTerm(measure, OfTerm(term), term, today);
  };
  const v1::Achievement one_year_over = make(kTwoYears, kAfterYear);
  EXPECT_TRUE(one_year_over.is_confidential());
  EXPECT_TRUE(one_year_over.has_target());
  EXPECT_FALSE(one_year_over.has_actual());
  EXPECT_FALSE(one_year_over.has_target_permille());
  EXPECT_EQ(one_year_over.state(), v1::Achievement::STATE_UNSPECIFIED);
  const v1::Achievement over = make(kTwoYears, absl::CivilDay(2020, 1, 1));
  EXPECT_EQ(over.actual().value(), 12);
  EXPECT_EQ(over.state(), v1::Achievement::STATE_MISSED);
  EXPECT_FALSE(over.has_year_before());
  // Terms that are not of calendar years tell months beside those that are: a
  // month too few, a year that is none of the calendar, a month too many.
  for (const MonthSpan& term : {MonthSpan{Month(2018, 2), Month(2019, 12)},
                                MonthSpan{Month(2017, 7), Month(2018, 6)},
                                MonthSpan{Month(2018, 1), Month(2019, 1)}}) {
    EXPECT_FALSE(make(term, absl::CivilDay(2030, 1, 1)).has_actual());
  }
}

TEST(TargetTermTest, OfATermOnlyTwelveMonthsAreComparedWithABaseline) {
  const MeasureInfo measure = Measure(cv1::MEASURE_KIND_COUNT);
  const auto progress = [&](const MonthSpan& term) {
    v1::Target target = OfTerm(term);
    target.mutable_baseline()->set_year(2016);
    return Progress(
        MakeOfTerm(measure, target, term, absl::CivilDay(2030, 1, 1)));
  };
  // 24 were counted from July 2017 on.
  EXPECT_EQ(progress({Month(2017, 7), Month(2018, 6)}), 1200);
  EXPECT_EQ(progress({Month(2018, 1), Month(2018, 12)}), 600);
  EXPECT_FALSE(progress(kTwoYears).has_value());
}

TEST(TargetTermTest, AChangeAfterTheFirstDayOfATermIsMarked) {
  const MeasureInfo measure = Measure(cv1::MEASURE_KIND_COUNT);
  v1::Target target = OfTerm(kTwoYears);
  target.set_version(2);
  const auto is_marked = [&](absl::CivilHour set) {
    target.mutable_update_time()->set_seconds(SecondsOf(set));
    return MakeOfTerm(measure, target, kTwoYears, kAfterYear)
        .has_target_changed_time();
  };
  EXPECT_FALSE(is_marked(absl::CivilHour(2018, 1, 1, 12)));
  EXPECT_TRUE(is_marked(absl::CivilHour(2018, 1, 2, 12)));
}

TEST(TargetTermTest, AQueryOfATermHasNoYear) {
  const Definitions definitions(1, {SampleConvention()});
  v1::QueryAchievementRequest request;
  request.set_parent("municipalities/21004");
  *request.mutable_term() = MakeTermMonths(kTwoYears);
  const auto query = ValidateAchievement(request, definitions);
  ASSERT_TRUE(query.ok()) << query.status();
  EXPECT_EQ(query->first(), kTwoYears.first);
  EXPECT_EQ(query->from(), kTwoYears.first);
  EXPECT_EQ(query->until, kTwoYears.last);
  const auto reason = [&] {
    return ErrorReason(ValidateAchievement(request, definitions).status());
  };
  request.set_year(2018);
  EXPECT_EQ(reason(), "TERM_INVALID");
  request.set_year(0);
  request.set_month(1);
  EXPECT_EQ(reason(), "TERM_INVALID");
  request.set_month(0);
  request.set_quarter(1);
  EXPECT_EQ(reason(), "TERM_INVALID");
  request.set_quarter(0);
  request.mutable_term()->clear_first_month();
  EXPECT_EQ(reason(), "TERM_INVALID");
}

}  // namespace
}  // namespace entente::indicators
