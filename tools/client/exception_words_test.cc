#include "tools/client/exception_words.h"

#include <cstdint>

#include "gtest/gtest.h"

namespace entente::client {
namespace {

// 2018-05-11 22:30 UTC: the next day in Brussels.
constexpr int64_t kApproved = 1526077800;
constexpr int64_t kTwoDaysLater = kApproved + 2 * 86400;

indicators::v1::PeriodException Exception() {
  indicators::v1::PeriodException exception;
  exception.set_source("zone5339");
  exception.set_reason("the system was down in April");
  exception.mutable_until()->set_year(2018);
  exception.mutable_until()->set_month(5);
  exception.mutable_until()->set_day(20);
  exception.mutable_approve_time()->set_seconds(kApproved);
  return exception;
}

TEST(ExceptionWordsTest, AnExceptionOfAVersionIsSaidInEachLanguage) {
  const Sentence said = FrozenExceptionSentence(Exception());
  EXPECT_EQ(said.en,
            "Exception: zone5339 until 2018-05-20, approved 2018-05-12: the "
            "system was down in April");
  EXPECT_EQ(said.fr,
            "Exception : zone5339 jusqu'au 2018-05-20 inclus, approuvée le "
            "2018-05-12 : the system was down in April");
  EXPECT_EQ(said.nl,
            "Uitzondering: zone5339 tot en met 2018-05-20, goedgekeurd op "
            "2018-05-12: the system was down in April");
}

TEST(ExceptionWordsTest, OfAnExceptionThatWasEndedItIsSaidWhenAndWhy) {
  indicators::v1::PeriodException exception = Exception();
  exception.mutable_end_time()->set_seconds(kTwoDaysLater);
  exception.set_end_reason("all was delivered");
  const Sentence said = FrozenExceptionSentence(exception);
  EXPECT_EQ(said.en,
            "Exception: zone5339 until 2018-05-20, approved 2018-05-12: the "
            "system was down in April; ended 2018-05-14: all was delivered");
  EXPECT_EQ(said.fr,
            "Exception : zone5339 jusqu'au 2018-05-20 inclus, approuvée le "
            "2018-05-12 : the system was down in April ; terminée le "
            "2018-05-14 : all was delivered");
  EXPECT_EQ(said.nl,
            "Uitzondering: zone5339 tot en met 2018-05-20, goedgekeurd op "
            "2018-05-12: the system was down in April; beëindigd op "
            "2018-05-14: all was delivered");
}

TEST(ExceptionWordsTest, WhyOneWasRefusedIsSaidInEachLanguage) {
  indicators::v1::PeriodException exception = Exception();
  EXPECT_EQ(EndedExceptionSentence("2018-04/1", exception).en, "");
  exception.clear_approve_time();
  exception.mutable_end_time()->set_seconds(kTwoDaysLater);
  exception.set_end_reason("the month can wait");
  const Sentence refused = EndedExceptionSentence("2018-04/1", exception);
  EXPECT_EQ(refused.en, "2018-04/1, refused on 2018-05-14: the month can wait");
  EXPECT_EQ(refused.fr,
            "2018-04/1, refusée le 2018-05-14 : the month can wait");
  EXPECT_EQ(refused.nl,
            "2018-04/1, geweigerd op 2018-05-14: the month can wait");
}

TEST(ExceptionWordsTest, OneThatWasApprovedIsEndedAndNotRefused) {
  indicators::v1::PeriodException exception = Exception();
  exception.mutable_end_time()->set_seconds(kTwoDaysLater);
  exception.set_end_reason("all was delivered");
  const Sentence ended = EndedExceptionSentence("2018-04/2", exception);
  EXPECT_EQ(ended.en, "2018-04/2, ended on 2018-05-14: all was delivered");
  EXPECT_EQ(ended.fr, "2018-04/2, terminée le 2018-05-14 : all was delivered");
  EXPECT_EQ(ended.nl, "2018-04/2, beëindigd op 2018-05-14: all was delivered");
}

}  // namespace
}  // namespace entente::client
