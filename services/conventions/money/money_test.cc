#include "services/conventions/money/money.h"

#include <cstdint>
#include <limits>
#include <numeric>
#include <random>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "services/common/base/error.h"

namespace entente::conventions {
namespace {

using ::testing::ElementsAre;

struct Notation {
  const char* text;
  int64_t cents;
};

class AmountNotationTest : public ::testing::TestWithParam<Notation> {};

TEST_P(AmountNotationTest, IsRead) {
  const auto cents = ParseAmountCents(GetParam().text);
  ASSERT_TRUE(cents.ok()) << GetParam().text << ": " << cents.status();
  EXPECT_EQ(*cents, GetParam().cents) << GetParam().text;
}

INSTANTIATE_TEST_SUITE_P(
    All, AmountNotationTest,
    ::testing::Values(
        Notation{"1.896.439,60 EUR", 189643960},
        Notation{"1 896 439,60", 189643960},
        Notation{"1\u00a0896\u00a0439,60\u00a0€", 189643960},
        Notation{"1\u202f896\u202f439,60 euros", 189643960},
        Notation{"1\u2009896\u2009439,60 euro", 189643960},
        Notation{"1896439.60", 189643960}, Notation{"1896439,6", 189643960},
        Notation{"1,896,439.60", 189643960}, Notation{"1,234.50", 123450},
        Notation{"1,896,439", 189643900}, Notation{"€ 60.000", 6000000},
        Notation{"1.234", 123400}, Notation{"1 234", 123400},
        Notation{"EUR 60.000,00", 6000000}, Notation{"60000", 6000000},
        Notation{"0,05", 5}, Notation{"-12,50 EUR", -1250}, Notation{"0", 0}));

class NoAmountTest : public ::testing::TestWithParam<const char*> {};

TEST_P(NoAmountTest, IsRefused) {
  const auto cents = ParseAmountCents(GetParam());
  ASSERT_FALSE(cents.ok()) << GetParam() << " was read as " << *cents;
  EXPECT_EQ(ErrorReason(cents.status()), "MALFORMED_AMOUNT") << GetParam();
}

INSTANTIATE_TEST_SUITE_P(
    All, NoAmountTest,
    ::testing::Values("", " ", "EUR", "1.89.439,60", "1.896.43", "1 89 439,60",
                      "1.896 439,60", "12,345,6", ",50", "1..000", "1.",
                      "€ 5 EUR", "12a", "1e5", "0x10", "5 USD", "--5",
                      "1234.567", ".500", "1,234", "0,125", "0.125",
                      "-1,234 EUR", "0 125", "012.345,00", "0,125.50"));

TEST(MoneyTest, AnAmountBeyond64BitsIsAnOverflow) {
  EXPECT_EQ(*ParseAmountCents("92.233.720.368.547.758,07"),
            std::numeric_limits<int64_t>::max());
  EXPECT_EQ(ErrorReason(ParseAmountCents("92.233.720.368.547.758,08").status()),
            "AMOUNT_OVERFLOW");
}

TEST(MoneyTest, WhatIsFormattedIsReadBack) {
  EXPECT_EQ(FormatBelgianAmount(189643960), "1.896.439,60 EUR");
  EXPECT_EQ(FormatAmount(-5, "nl"), "-0,05 EUR");
  EXPECT_EQ(FormatAmount(100000, "en"), "EUR 1,000.00");
  EXPECT_EQ(FormatBelgianAmount(std::numeric_limits<int64_t>::min()),
            "-92.233.720.368.547.758,08 EUR");
  std::mt19937_64 random(7);
  SCOPED_TRACE("seed 7");
  for (int i = 0; i < 2000; ++i) {
    const auto cents = static_cast<int64_t>(random() >> (random() % 60 + 1));
    EXPECT_EQ(*ParseAmountCents(FormatBelgianAmount(cents)), cents);
    EXPECT_EQ(*CentsFromMoney(MoneyFromCents(-cents), "amount"), -cents);
  }
}

google::type::Money Make(const char* currency, int64_t units, int32_t nanos) {
  google::type::Money money;
  money.set_currency_code(currency);
  money.set_units(units);
  money.set_nanos(nanos);
  return money;
}

TEST(MoneyTest, MoneyThatIsNotWholeCentsInEurosIsRefusedByName) {
  const auto reason = [](const google::type::Money& money) {
    return ErrorReason(CentsFromMoney(money, "line.amount").status());
  };
  EXPECT_EQ(reason(Make("USD", 1, 0)), "CURRENCY_NOT_EUR");
  EXPECT_EQ(reason(Make("", 1, 0)), "CURRENCY_NOT_EUR");
  EXPECT_EQ(reason(Make("EUR", 1, 5'000'000)), "AMOUNT_NOT_IN_CENTS");
  EXPECT_EQ(reason(Make("EUR", 1, -10'000'000)), "MALFORMED_AMOUNT");
  EXPECT_EQ(reason(Make("EUR", 0, 1'000'000'000)), "MALFORMED_AMOUNT");
  EXPECT_EQ(reason(Make("EUR", std::numeric_limits<int64_t>::max(), 0)),
            "AMOUNT_OVERFLOW");
  EXPECT_EQ(*CentsFromMoney(Make("EUR", -1, -10'000'000), "x"), -101);
}

TEST(MoneyTest, SharesAddUpAndTheLargestRemainderGetsTheCent) {
  EXPECT_THAT(*SplitByLargestRemainder(100, {1, 1, 1}),
              ElementsAre(34, 33, 33));
  EXPECT_THAT(*SplitByLargestRemainder(101, {1, 2}), ElementsAre(34, 67));
  EXPECT_THAT(*SplitByLargestRemainder(-100, {1, 1, 1}),
              ElementsAre(-34, -33, -33));
  EXPECT_THAT(*SplitByLargestRemainder(5, {0, 1}), ElementsAre(0, 5));
  EXPECT_EQ(ErrorReason(SplitByLargestRemainder(5, {}).status()),
            "MALFORMED_WEIGHTS");
  EXPECT_EQ(ErrorReason(SplitByLargestRemainder(5, {0, 0}).status()),
            "MALFORMED_WEIGHTS");
  EXPECT_EQ(ErrorReason(SplitByLargestRemainder(5, {2, -1}).status()),
            "MALFORMED_WEIGHTS");
  std::mt19937_64 random(11);
  SCOPED_TRACE("seed 11");
  for (int i = 0; i < 500; ++i) {
    std::vector<int64_t> weights(1 + random() % 9);
    for (int64_t& weight : weights) weight = 1 + random() % 1'000'000'000'000;
    const auto cents = static_cast<int64_t>(random() >> 2);
    const auto shares = *SplitByLargestRemainder(cents, weights);
    EXPECT_EQ(std::accumulate(shares.begin(), shares.end(), int64_t{0}), cents);
  }
}

}  // namespace
}  // namespace entente::conventions
