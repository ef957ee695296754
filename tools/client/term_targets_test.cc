#include "tools/client/term_targets.h"

#include <cstdint>

#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace entente::client {
namespace {

using conventions::v1::Convention;
using indicators::v1::Measure;
using indicators::v1::Target;
using indicators::v1::TermMonths;

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

TEST(TermTargetsTest, ATermIsOfWholeMonths) {
  Convention convention;
  EXPECT_FALSE(TermOf(convention).has_first_month());
  *convention.mutable_valid_from() = DateOf(2018, 4, 15);
  EXPECT_FALSE(TermOf(convention).has_first_month());
  *convention.mutable_valid_until() = DateOf(2019, 9, 3);
  const TermMonths term = TermOf(convention);
  EXPECT_TRUE(IsSameTerm(term, Months(2018, 4, 2019, 9)));
  EXPECT_EQ(term.first_month().day(), 1);
  EXPECT_EQ(term.last_month().day(), 1);
  *convention.mutable_valid_until() = DateOf(2018, 4, 14);
  EXPECT_FALSE(TermOf(convention).has_first_month());
}

TEST(TermTargetsTest, TermsOfOtherMonthsAreNotTheSame) {
  const TermMonths term = Months(2018, 1, 2019, 12);
  EXPECT_TRUE(IsSameTerm(term, term));
  EXPECT_TRUE(IsSameTerm(TermMonths(), TermMonths()));
  for (const TermMonths& other :
       {Months(2018, 2, 2019, 12), Months(2017, 1, 2019, 12),
        Months(2018, 1, 2020, 12), Months(2018, 1, 2019, 11), TermMonths()}) {
    EXPECT_FALSE(IsSameTerm(term, other)) << other.DebugString();
  }
}

TEST(TermTargetsTest, OnlyWhatIsAgreedForThisTermStandsBesideIt) {
  Measure measure;
  AddTarget(Months(2018, 1, 2019, 12), 600, measure);
  // Agreed anew when the convention was extended.
  AddTarget(Months(2018, 1, 2020, 12), 900, measure);
  const Target* const target = TermTarget(measure, Months(2018, 1, 2020, 12));
  ASSERT_NE(target, nullptr);
  EXPECT_EQ(target->value(), 900);
  EXPECT_EQ(TermTarget(measure, Months(2018, 1, 2018, 12)), nullptr);
  // A term that is not known is that of none.
  measure.add_term_targets();
  EXPECT_EQ(TermTarget(measure, TermMonths()), nullptr);
}

}  // namespace
}  // namespace entente::client
