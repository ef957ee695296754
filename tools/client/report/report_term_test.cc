#include "tools/client/report/report_term.h"

#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tools/client/report/report_fixture.h"
#include "tools/client/term_targets.h"

namespace entente::client {
namespace {

using indicators::v1::Measure;
using indicators::v1::Target;
using indicators::v1::TermMonths;
using ::testing::ElementsAre;
using ::testing::IsEmpty;

google::type::Date DateOf(int year, int month, int day) {
  google::type::Date date;
  date.set_year(year);
  date.set_month(month);
  date.set_day(day);
  return date;
}

TermMonths Months(int first_year, int first_month, int last_year,
                  int last_month) {
  TermMonths months;
  *months.mutable_first_month() = DateOf(first_year, first_month, 1);
  *months.mutable_last_month() = DateOf(last_year, last_month, 1);
  return months;
}

void AddTarget(const TermMonths& term, int64_t value, Measure& measure) {
  Target& target = *measure.add_term_targets();
  *target.mutable_term() = term;
  target.set_value(value);
}

class TermQueriesTest : public ::testing::Test {
 protected:
  void Agree(size_t measure) {
    AddTarget(Months(2018, 1, 2019, 12), 600, data_.measures[measure]);
  }

  ReportData data_ = FixtureData();
};

TEST_F(TermQueriesTest, WithoutATargetOfTheTermNothingIsAsked) {
  EXPECT_THAT(TermQueries(data_), IsEmpty());
  // One of another term is none.
  AddTarget(Months(2018, 1, 2020, 12), 900, data_.measures[2]);
  EXPECT_THAT(TermQueries(data_), IsEmpty());
  Agree(2);
  EXPECT_EQ(TermQueries(data_).size(), 1u);
  data_.convention.reset();
  EXPECT_THAT(TermQueries(data_), IsEmpty());
}

TEST_F(TermQueriesTest, OneCallAsksForAllThatHaveOne) {
  Agree(1);
  Agree(4);
  const auto queries = TermQueries(data_);
  ASSERT_EQ(queries.size(), 1u);
  EXPECT_EQ(queries[0].parent(), "municipalities/99999");
  EXPECT_THAT(queries[0].measure_codes(),
              ElementsAre("measure_2", "measure_5"));
  EXPECT_TRUE(IsSameTerm(queries[0].term(), Months(2018, 1, 2019, 12)));
  EXPECT_EQ(queries[0].year(), 0);
}

TEST_F(TermQueriesTest, WhatOnlyAnotherConventionDefinesIsNotAsked) {
  Measure& other = data_.measures.emplace_back();
  other.mutable_definition()->set_code("elsewhere");
  AddTarget(Months(2018, 1, 2019, 12), 600, other);
  EXPECT_THAT(TermQueries(data_), IsEmpty());
  // Where its own are not known, all are.
  data_.definitions.clear();
  ASSERT_EQ(TermQueries(data_).size(), 1u);
  EXPECT_THAT(TermQueries(data_)[0].measure_codes(), ElementsAre("elsewhere"));
}

TEST_F(TermQueriesTest, NoCallAsksForMoreThanTheServiceTakes) {
  data_.definitions.clear();
  data_.measures.clear();
  for (int i = 0; i <= kTermMeasuresAtOnce; ++i) {
    data_.measures.emplace_back().mutable_definition()->set_code(
        absl::StrCat("measure_", i));
    Agree(i);
  }
  const auto queries = TermQueries(data_);
  ASSERT_EQ(queries.size(), 2u);
  EXPECT_EQ(queries[0].measure_codes_size(), 100);
  EXPECT_THAT(queries[1].measure_codes(), ElementsAre("measure_100"));
}

}  // namespace
}  // namespace entente::client
