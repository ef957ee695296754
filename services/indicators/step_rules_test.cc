// Figures of quarters, years and of all months asked for. Pure.
#include "services/indicators/step_rules.h"

#include <cstdint>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "services/common/base/error.h"
#include "services/indicators/date_rules.h"
#include "services/indicators/sample_definitions.h"

namespace entente::indicators {
namespace {

namespace v1 = entente::indicators::v1;
using testing::ElementsAre;
using testing::IsEmpty;
using Request = v1::QuerySeriesRequest;

constexpr int32_t kJanuary = 2018 * 12;

// "2018-01..2018-03=7/2": value and contributions; "!" where it is partial,
// "x" where it may not be summed.
std::vector<std::string> Said(const v1::Series& series) {
  const auto month = [](const google::type::Date& date) {
    EXPECT_EQ(date.day(), 1);
    return absl::StrCat(date.year(), "-", date.month());
  };
  std::vector<std::string> said;
  for (const v1::StepFigure& step : series.steps()) {
    EXPECT_EQ(step.has_figure(),
              step.reason() == v1::StepFigure::REASON_UNSPECIFIED);
    said.push_back(absl::StrCat(
        month(step.first_month()), "..", month(step.last_month()), "=",
        step.has_figure() ? absl::StrCat(step.figure().value(), "/",
                                         step.figure().contributions())
                          : "x",
        step.is_partial() ? "!" : ""));
  }
  return said;
}

class StepRulesTest : public testing::Test {
 protected:
  v1::Series Series(const std::string& code, const MonthFigures& figures,
                    Request::Step step, int32_t from = kJanuary,
                    int32_t until = kJanuary + 23) const {
    SeriesQuery query;
    query.from = from;
    query.until = until;
    query.step = step;
    query.is_settled = is_settled_;
    query.areas = areas_;
    query.today = absl::CivilDay(2020, 6, 1);
    MeasureInfo measure = definitions_.measures()[definitions_.Find(code)];
    measure.definition.set_is_sensitive(is_sensitive_);
    return MakeSeries(measure, figures, query);
  }

  const Definitions definitions_{1, {SampleConvention()}};
  bool is_sensitive_ = false;
  bool is_settled_ = false;
  std::vector<std::string> areas_;
};

// May and July 2018, and January 2019.
MonthFigures Counted() {
  return {{kJanuary + 4, {3, 0, 2}},
          {kJanuary + 6, {4, 0, 1}},
          {kJanuary + 12, {5, 0, 1}}};
}

TEST_F(StepRulesTest, QuartersYearsAndTheTermAreSums) {
  const v1::Series quarters =
      Series("trainings", Counted(), Request::STEP_QUARTER);
  EXPECT_THAT(Said(quarters),
              ElementsAre("2018-4..2018-6=3/2", "2018-7..2018-9=4/1",
                          "2019-1..2019-3=5/1"));
  EXPECT_EQ(quarters.months_size(), 0);
  EXPECT_EQ(quarters.total().value(), 12);
  EXPECT_THAT(Said(Series("trainings", Counted(), Request::STEP_YEAR)),
              ElementsAre("2018-1..2018-12=7/3", "2019-1..2019-12=5/1"));
  EXPECT_THAT(Said(Series("trainings", Counted(), Request::STEP_TERM)),
              ElementsAre("2018-1..2019-12=12/4"));
  EXPECT_THAT(Said(Series("trainings", {}, Request::STEP_TERM)), IsEmpty());
  const v1::Series months =
      Series("trainings", Counted(), Request::STEP_UNSPECIFIED);
  EXPECT_THAT(Said(months), IsEmpty());
  EXPECT_EQ(months.months_size(), 3);
}

TEST_F(StepRulesTest, AStepThatIsCutSaysSo) {
  // February to July 2018.
  EXPECT_THAT(Said(Series("trainings", Counted(), Request::STEP_QUARTER,
                          kJanuary + 1, kJanuary + 6)),
              ElementsAre("2018-4..2018-6=3/2", "2018-7..2018-7=4/1!"));
  EXPECT_THAT(Said(Series("trainings", Counted(), Request::STEP_YEAR,
                          kJanuary + 6, kJanuary + 18)),
              ElementsAre("2018-7..2018-12=4/1!", "2019-1..2019-7=5/1!"));
  // What was asked for is there as a whole.
  EXPECT_THAT(Said(Series("trainings", Counted(), Request::STEP_TERM,
                          kJanuary + 1, kJanuary + 6)),
              ElementsAre("2018-2..2018-7=7/3"));
  // A quarter that begins and ends within is one piece.
  const std::vector<StepSpan> steps =
      StepsOf(Request::STEP_QUARTER, kJanuary + 1, kJanuary + 1);
  ASSERT_EQ(steps.size(), 1u);
  EXPECT_TRUE(steps[0].is_partial);
  EXPECT_EQ(steps[0].first, kJanuary + 1);
  EXPECT_EQ(steps[0].last, kJanuary + 1);
}

TEST_F(StepRulesTest, WhatMayNotBeSummedSaysSoAndIsNoGap) {
  EXPECT_THAT(
      Said(Series("distinct_persons", Counted(), Request::STEP_QUARTER)),
      ElementsAre("2018-4..2018-6=x", "2018-7..2018-9=x", "2019-1..2019-3=x"));
  EXPECT_THAT(Said(Series("distinct_persons", Counted(), Request::STEP_TERM)),
              ElementsAre("2018-1..2019-12=x"));
  // A single month is no sum.
  EXPECT_THAT(Said(Series("distinct_persons", Counted(), Request::STEP_QUARTER,
                          kJanuary + 5, kJanuary + 6)),
              ElementsAre("2018-7..2018-7=4/1!"));
  EXPECT_THAT(Said(Series("distinct_persons", {}, Request::STEP_YEAR)),
              IsEmpty());
}

TEST_F(StepRulesTest, OfARatioThePartsAreAddedAndAYesNoIsTrueInAny) {
  const v1::Series ratio = Series(
      "cell_meetings", {{kJanuary, {1, 2, 2}}, {kJanuary + 2, {1, 1, 1}}},
      Request::STEP_QUARTER);
  EXPECT_THAT(Said(ratio), ElementsAre("2018-1..2018-3=2/3"));
  EXPECT_EQ(ratio.steps(0).figure().denominator(), 3);
  EXPECT_THAT(Said(Series("payment_made",
                          {{kJanuary, {1, 0, 1}}, {kJanuary + 1, {1, 0, 1}}},
                          Request::STEP_YEAR)),
              ElementsAre("2018-1..2018-12=1/2"));
  // Said to be not done, which is not the same as nothing said.
  EXPECT_THAT(
      Said(Series("payment_made", {{kJanuary, {0, 0, 1}}}, Request::STEP_YEAR)),
      ElementsAre("2018-1..2018-12=0/1"));
}

// The rule that makes a step as safe as the question it stands for.
TEST_F(StepRulesTest, EachIsTheTotalOfItsMonthsAskedForAlone) {
  for (const char* code : {"trainings", "payment_made", "cell_meetings"}) {
    for (const Request::Step by :
         {Request::STEP_QUARTER, Request::STEP_YEAR, Request::STEP_TERM}) {
      const v1::Series series =
          Series(code, Counted(), by, kJanuary + 1, kJanuary + 20);
      int places = 0;
      for (const StepSpan& step : StepsOf(by, kJanuary + 1, kJanuary + 20)) {
        const v1::Series alone = Series(
            code, Counted(), Request::STEP_UNSPECIFIED, step.first, step.last);
        if (alone.months().empty()) continue;
        ASSERT_LT(places, series.steps_size());
        EXPECT_EQ(series.steps(places).figure().ShortDebugString(),
                  alone.total().ShortDebugString());
        ++places;
      }
      EXPECT_EQ(places, series.steps_size());
    }
  }
}

TEST_F(StepRulesTest, OfASensitiveMeasureAYearIsToldWhereItsTotalIs) {
  is_sensitive_ = true;
  is_settled_ = true;
  EXPECT_THAT(Said(Series("trainings", Counted(), Request::STEP_YEAR)),
              ElementsAre("2018-1..2018-12=7/3", "2019-1..2019-12=5/1"));
  EXPECT_THAT(Said(Series("trainings", Counted(), Request::STEP_TERM)),
              ElementsAre("2018-1..2019-12=12/4"));
  const v1::Series quarters =
      Series("trainings", Counted(), Request::STEP_QUARTER);
  EXPECT_TRUE(quarters.is_confidential());
  EXPECT_THAT(Said(quarters), IsEmpty());
  EXPECT_EQ(quarters.total().value(), 12);
}

// However it is asked, by whatever months.
TEST_F(StepRulesTest, WhatIsToldOfASensitiveMeasureIsATotalThatIsTold) {
  is_sensitive_ = true;
  is_settled_ = true;
  const auto month = [](const google::type::Date& date) {
    return MonthOf(PackDate(date));
  };
  int told = 0;
  for (int32_t from = kJanuary - 12; from < kJanuary + 24; ++from) {
    for (int32_t until = from; until < kJanuary + 24; ++until) {
      for (const Request::Step by :
           {Request::STEP_QUARTER, Request::STEP_YEAR, Request::STEP_TERM}) {
        const v1::Series series =
            Series("trainings", Counted(), by, from, until);
        for (const v1::StepFigure& step : series.steps()) {
          const v1::Series alone =
              Series("trainings", Counted(), Request::STEP_UNSPECIFIED,
                     month(step.first_month()), month(step.last_month()));
          ASSERT_TRUE(alone.has_total()) << from << " " << until << " " << by;
          EXPECT_EQ(step.figure().ShortDebugString(),
                    alone.total().ShortDebugString());
          ++told;
        }
      }
    }
  }
  // The years and terms of the spans of whole years; none is of 2017 alone.
  EXPECT_EQ(told, 12);
}

TEST_F(StepRulesTest, OfASensitiveMeasureNoOtherWayOfAskingTellsMore) {
  is_sensitive_ = true;
  const auto expect_nothing = [&](const std::string& code, int32_t from,
                                  int32_t until) {
    for (const Request::Step by :
         {Request::STEP_QUARTER, Request::STEP_YEAR, Request::STEP_TERM}) {
      const v1::Series series = Series(code, Counted(), by, from, until);
      const v1::Series none = Series(code, {}, by, from, until);
      EXPECT_EQ(series.SerializeAsString(), none.SerializeAsString()) << by;
      EXPECT_TRUE(series.is_confidential());
      EXPECT_THAT(Said(series), IsEmpty());
    }
  };
  is_settled_ = true;
  // A whole year beside a part of one: their sum less the year is that part.
  expect_nothing("trainings", kJanuary, kJanuary + 14);
  expect_nothing("trainings", kJanuary - 3, kJanuary + 11);
  expect_nothing("trainings", kJanuary, kJanuary + 2);
  expect_nothing("trainings", kJanuary + 4, kJanuary + 4);
  // Not even that there is something that may not be summed.
  expect_nothing("distinct_persons", kJanuary, kJanuary + 11);
  expect_nothing("distinct_persons", kJanuary + 4, kJanuary + 4);
  areas_ = {"DPI-1"};
  expect_nothing("trainings", kJanuary, kJanuary + 11);
  areas_.clear();
  is_settled_ = false;
  expect_nothing("trainings", kJanuary, kJanuary + 11);
}

TEST_F(StepRulesTest, AnUnknownStepIsRefused) {
  v1::QuerySeriesRequest request;
  request.set_parent(kSampleMunicipality);
  *request.mutable_from() = MakeDate(2018, 1, 1);
  *request.mutable_until() = MakeDate(2018, 12, 1);
  const AreaList areas =
      *AreaList::Parse("21004,,Bruxelles,Brussel\nUNKNOWN,,Inconnu,Onbekend\n");
  request.set_step(Request::STEP_QUARTER);
  const auto query = ValidateQuery(request, definitions_, areas);
  ASSERT_TRUE(query.ok()) << query.status();
  EXPECT_EQ(query->step, Request::STEP_QUARTER);
  request.set_step(static_cast<Request::Step>(9));
  EXPECT_EQ(ErrorReason(ValidateQuery(request, definitions_, areas).status()),
            "STEP_INVALID");
}

}  // namespace
}  // namespace entente::indicators
