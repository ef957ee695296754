#include "tools/client/exception_words.h"

#include "gtest/gtest.h"

namespace entente::client {
namespace {

indicators::v1::PeriodException Exception() {
  indicators::v1::PeriodException exception;
  exception.set_source("zone5339");
  exception.set_reason("the system was down in April");
  exception.mutable_until()->set_year(2018);
  exception.mutable_until()->set_month(5);
  exception.mutable_until()->set_day(20);
  // 2018-05-11 22:30 UTC: the next day in Brussels.
  exception.mutable_approve_time()->set_seconds(1526077800);
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

TEST(ExceptionWordsTest, OfAnExceptionThatWasEndedItIsSaidWhen) {
  indicators::v1::PeriodException exception = Exception();
  exception.mutable_end_time()->set_seconds(1526077800 + 2 * 86400);
  const Sentence said = FrozenExceptionSentence(exception);
  EXPECT_EQ(said.en,
            "Exception: zone5339 until 2018-05-20, approved 2018-05-12, ended "
            "2018-05-14: the system was down in April");
  EXPECT_NE(said.fr.find(", terminée le 2018-05-14 : "), std::string::npos);
  EXPECT_NE(said.nl.find(", beëindigd op 2018-05-14: "), std::string::npos);
}

}  // namespace
}  // namespace entente::client
