// What a target is of, as flags say it and as people read it.
#include "tools/client/target_period.h"

#include <string>
#include <vector>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "services/common/base/error.h"

namespace entente::client {
namespace {

namespace v1 = entente::indicators::v1;
using testing::AllOf;
using testing::HasSubstr;

v1::TermMonths Term(int first_year, int last_year) {
  v1::TermMonths term;
  term.mutable_first_month()->set_year(first_year);
  term.mutable_first_month()->set_month(1);
  term.mutable_last_month()->set_year(last_year);
  term.mutable_last_month()->set_month(12);
  return term;
}

v1::Measure MeasureOf(const std::string& code,
                      const std::vector<v1::TermMonths>& terms) {
  v1::Measure measure;
  measure.mutable_definition()->set_code(code);
  for (const v1::TermMonths& term : terms) *measure.add_terms() = term;
  return measure;
}

std::vector<v1::Measure> Measures() {
  return {MeasureOf("trainings", {Term(2018, 2019)}),
          MeasureOf("meetings", {Term(2018, 2019), Term(2020, 2020)}),
          MeasureOf("actions", {})};
}

std::string Found(const std::vector<std::string>& codes,
                  const std::string& months = "") {
  const auto term = FindTerm(Measures(), codes, months);
  return term.ok() ? TermText(*term) : std::string(term.status().message());
}

TEST(TargetPeriodTest, TheOnlyTermIsMeantAndSeveralAreNamed) {
  EXPECT_EQ(Found({"trainings"}), "2018-01/2019-12");
  EXPECT_EQ(Found({"trainings", "actions"}), "2018-01/2019-12");
  EXPECT_THAT(Found({"meetings"}), AllOf(HasSubstr("2018-01/2019-12, "
                                                   "2020-01/2020-12"),
                                         HasSubstr("--months")));
  // All measures.
  EXPECT_THAT(Found({}), HasSubstr("--months"));
  EXPECT_EQ(Found({"meetings"}, "2020-01/2020-12"), "2020-01/2020-12");
  EXPECT_FALSE(FindTerm(Measures(), {"actions"}, "").ok());
  EXPECT_THAT(Found({"nothing"}), HasSubstr("entente indicators measures"));
  for (const char* months : {"2018", "2018-01", "2018-01/", "/2019-12",
                             "2018-01/2019-13", "2018-01/2019-12/2020-01"}) {
    EXPECT_FALSE(FindTerm(Measures(), {"trainings"}, months).ok()) << months;
  }
}

TEST(TargetPeriodTest, TheDaysOfTheMunicipalitysOwnAreNoTermOfAll) {
  std::vector<v1::Measure> measures = {
      MeasureOf("trainings", {Term(2018, 2019)}),
      MeasureOf("local_meetings", {Term(2018, 2018)})};
  EXPECT_FALSE(FindTerm(measures, {}, "").ok());
  measures[1].set_is_local(true);
  const auto term = FindTerm(measures, {}, "");
  ASSERT_TRUE(term.ok()) << term.status();
  EXPECT_EQ(TermText(*term), "2018-01/2019-12");
  const auto own = FindTerm(measures, {"local_meetings"}, "");
  ASSERT_TRUE(own.ok()) << own.status();
  EXPECT_EQ(TermText(*own), "2018-01/2018-12");
}

TEST(TargetPeriodTest, ATargetIsOfAYearAQuarterOrATerm) {
  const auto said = [](const TargetPeriodFlags& flags) {
    v1::Target target;
    const absl::Status status =
        SetPeriod(flags, Measures(), "trainings", target);
    return status.ok() ? TargetId(target) + " " + PeriodText(target)
                       : std::string();
  };
  EXPECT_EQ(said({.year = 2018}), "2018 2018");
  EXPECT_EQ(said({.year = 2018, .quarter = 3}), "2018-Q3 2018-Q3");
  EXPECT_EQ(said({.is_term = true}), "2018-01-2019-12 2018-01/2019-12");
  EXPECT_EQ(said({}), "");
  EXPECT_FALSE(CheckPeriod({}).ok());
}

}  // namespace
}  // namespace entente::client
