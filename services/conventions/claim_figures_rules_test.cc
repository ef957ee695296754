// Which months a claim covers, and what they must be.
#include "services/conventions/claim_figures_rules.h"

#include <string>
#include <vector>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "services/common/base/error.h"

namespace entente::conventions {
namespace {

using ::testing::HasSubstr;

google::type::Date Day(int year, int month, int day) {
  google::type::Date date;
  date.set_year(year);
  date.set_month(month);
  date.set_day(day);
  return date;
}

v1::Claim ClaimOf(int year) {
  v1::Claim claim;
  claim.set_name("municipalities/21004/conventions/css/claims/c-000001");
  claim.set_year(year);
  return claim;
}

v1::Convention TermOf(const google::type::Date& from,
                      const google::type::Date& until) {
  v1::Convention convention;
  *convention.mutable_valid_from() = from;
  *convention.mutable_valid_until() = until;
  return convention;
}

MonthSpan Span(int year, int first, int last) {
  return {absl::CivilMonth(year, first), absl::CivilMonth(year, last)};
}

TEST(CoveredMonthsTest, AreThoseOfTheYearThatHadEndedWithinTheTerm) {
  const v1::Convention two_years = TermOf(Day(2018, 1, 1), Day(2019, 12, 31));
  EXPECT_EQ(CoveredMonths(ClaimOf(2018), two_years, Day(2019, 3, 29)),
            Span(2018, 1, 12));
  // March has ended on the first of April, not on its own last day.
  EXPECT_EQ(CoveredMonths(ClaimOf(2018), two_years, Day(2018, 3, 31)),
            Span(2018, 1, 2));
  EXPECT_EQ(CoveredMonths(ClaimOf(2018), two_years, Day(2018, 4, 1)),
            Span(2018, 1, 3));
  const v1::Convention part = TermOf(Day(2018, 4, 15), Day(2018, 9, 3));
  EXPECT_EQ(CoveredMonths(ClaimOf(2018), part, Day(2019, 3, 29)),
            Span(2018, 4, 9));
}

TEST(CoveredMonthsTest, AreNoneWhereNoMonthHadEnded) {
  const v1::Convention two_years = TermOf(Day(2018, 1, 1), Day(2019, 12, 31));
  EXPECT_EQ(CoveredMonths(ClaimOf(2018), two_years, Day(2018, 1, 31)),
            std::nullopt);
  EXPECT_EQ(CoveredMonths(ClaimOf(2017), two_years, Day(2019, 3, 29)),
            std::nullopt);
}

TEST(CoveredMonthsTest, AreThoseOfTheYearWhereTheDocumentIsSilent) {
  EXPECT_EQ(CoveredMonths(ClaimOf(2018), {}, Day(2019, 3, 29)),
            Span(2018, 1, 12));
}

// Three months, all governed and approved in version 1, 2 and 3.
std::vector<MonthStanding> Approved() {
  std::vector<MonthStanding> standings;
  for (int month = 1; month <= 3; ++month) {
    standings.push_back({.month = absl::CivilMonth(2018, month),
                         .has_calendar = true,
                         .is_approved = true,
                         .version = month});
  }
  return standings;
}

TEST(JudgeFiguresTest, NamesTheVersionOfEachApprovedMonth) {
  const auto figures =
      JudgeFigures(ClaimOf(2018), Span(2018, 1, 3), Approved());
  ASSERT_TRUE(figures.ok()) << figures.status();
  EXPECT_EQ(figures->basis(), v1::ClaimFigures::BASIS_APPROVED);
  ASSERT_EQ(figures->months_size(), 3);
  EXPECT_EQ(figures->months(2).month(), "2018-03");
  EXPECT_EQ(figures->months(2).version(), 3);
}

TEST(JudgeFiguresTest, NamesEveryMonthThatIsNotApproved) {
  auto standings = Approved();
  standings[0].is_approved = false;
  standings[2].is_approved = false;
  const auto status =
      JudgeFigures(ClaimOf(2018), Span(2018, 1, 3), standings).status();
  ASSERT_EQ(ErrorReason(status), "PERIODS_NOT_APPROVED") << status;
  const ErrorDetail detail = *GetErrorDetail(status);
  EXPECT_EQ(detail.metadata.at("months"), "2018-01, 2018-03");
  for (const std::string& sentence :
       {detail.sentence.en, detail.sentence.fr, detail.sentence.nl}) {
    EXPECT_THAT(sentence, HasSubstr("2018-01, 2018-03"));
    EXPECT_THAT(sentence, HasSubstr("entente period approve 2018-01"));
  }
}

TEST(JudgeFiguresTest, AsksNothingOfAMonthWithoutACalendar) {
  auto standings = Approved();
  standings[1] = {.month = absl::CivilMonth(2018, 2)};
  const auto some = JudgeFigures(ClaimOf(2018), Span(2018, 1, 3), standings);
  ASSERT_TRUE(some.ok()) << some.status();
  EXPECT_EQ(some->basis(), v1::ClaimFigures::BASIS_APPROVED);
  EXPECT_EQ(some->months_size(), 2);
  const auto none = JudgeFigures(ClaimOf(2018), Span(2018, 2, 2),
                                 {{.month = absl::CivilMonth(2018, 2)}});
  ASSERT_TRUE(none.ok()) << none.status();
  EXPECT_EQ(none->basis(), v1::ClaimFigures::BASIS_NO_CALENDAR);
}

TEST(JudgeFiguresTest, BelievesNoAnswerThatLeavesAMonthOut) {
  const MonthSpan span = Span(2018, 1, 3);
  auto missing = Approved();
  missing.pop_back();
  auto twice = Approved();
  twice[2].month = twice[1].month;
  auto more = Approved();
  more.push_back({.month = absl::CivilMonth(2018, 4)});
  auto turned = Approved();
  std::swap(turned[0], turned[1]);
  for (const auto& standings : {missing, twice, more, turned, {}}) {
    EXPECT_EQ(JudgeFigures(ClaimOf(2018), span, standings).status().code(),
              absl::StatusCode::kInternal);
  }
}

}  // namespace
}  // namespace entente::conventions
