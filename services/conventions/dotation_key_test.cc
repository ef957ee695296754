// The keys by which the municipalities of a zone divide what they owe it: one
// after the other, corrected, and what becomes of the dotations they divided.
#include <string>
#include <vector>

#include "gmock/gmock.h"
#include "services/conventions/dotation_fixture_test.h"
#include "services/conventions/dotation_rules.h"

namespace entente::conventions {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

class DotationKeyTest : public DotationFixture {
 protected:
  // `key` as it replaces the one named k-00000`number`.
  static DotationKey Correcting(int number, DotationKey key) {
    key.set_corrects(NameOfKey(number));
    return key;
  }
  static DotationKey Until(int year, int month, int day, DotationKey key) {
    *key.mutable_valid_until() = MakeDate(year, month, day);
    return key;
  }
  static DotationKey From(int year, int month, int day, DotationKey key) {
    *key.mutable_valid_from() = MakeDate(year, month, day);
    return key;
  }
  static std::string NameOfKey(int number) {
    return FormatDotationKey("21004", number);
  }
  static std::string NameOf(int number) {
    return FormatDotation("21004", number);
  }
  // Added, and the names of the dotations that it divided anew.
  std::vector<std::string> Redivided(const DotationKey& key) {
    const auto added = Add(key);
    EXPECT_TRUE(added.ok()) << added.status();
    if (!added.ok()) return {"refused"};
    return {added->redivided_dotations().begin(),
            added->redivided_dotations().end()};
  }
};

TEST_F(DotationKeyTest, KeysHoldOneAfterTheOther) {
  const auto first = Add(Key(2018, 800'000, 200'000));
  ASSERT_TRUE(first.ok());
  const absl::Status overlap = Add(Key(2020, 700'000, 300'000)).status();
  EXPECT_EQ(ErrorReason(overlap), "KEY_OVERLAPS");
  EXPECT_EQ(Figure(overlap, "name"), first->name());
  DotationKey ended = Key(2018, 800'000, 200'000);
  *ended.mutable_valid_until() = MakeDate(2019, 6, 30);
  ended.set_corrects(first->name());
  ASSERT_TRUE(Add(ended).ok());
  DotationKey next = Key(2019, 700'000, 300'000);
  *next.mutable_valid_from() = MakeDate(2019, 7, 1);
  ASSERT_TRUE(Add(next).ok());
  EXPECT_EQ(CentsIn(Add(Owed(2018, 1'000))->amount()), 800);
  EXPECT_EQ(CentsIn(Add(Owed(2020, 1'000))->amount()), 700);
  v1::ListDotationKeysRequest list;
  list.set_parent(kTown);
  list.set_filter("valid_until : *");
  const auto keys = Call(&Stub::ListDotationKeys, list, {"zone"});
  ASSERT_TRUE(keys.ok()) << keys.status();
  EXPECT_EQ(keys->dotation_keys_size(), 1);
}

TEST_F(DotationKeyTest, AYearWithTwoKeysIsDividedByTheirDays) {
  ASSERT_TRUE(Add(Until(2019, 6, 30, Key(2018, 800'000, 200'000))).ok());
  ASSERT_TRUE(Add(From(2019, 7, 1, Key(2019, 700'000, 300'000))).ok());
  // 181 days of 0,8 and 184 of 0,7 make 273,6 of 365: 749.589,0411 of a
  // million.
  const auto owed = Add(Owed(2019, 100'000'000));
  ASSERT_TRUE(owed.ok()) << owed.status();
  EXPECT_EQ(CentsIn(owed->amount()), 74'958'904);
  EXPECT_EQ(CentsIn(owed->shares(0).amount()), 74'958'904);
  // 25.041.095,89: the cent goes to the larger remainder.
  EXPECT_EQ(CentsIn(owed->shares(1).amount()), 25'041'096);
  EXPECT_EQ(owed->dotation_key(), NameOfKey(1));
  EXPECT_THAT(owed->later_dotation_keys(), ElementsAre(NameOfKey(2)));
  EXPECT_THAT(Differences(), IsEmpty());
}

TEST_F(DotationKeyTest, ALeapYearHasItsDay) {
  ASSERT_TRUE(Add(Until(2020, 2, 29, Key(2018, 1'000'000 - 1, 1))).ok());
  ASSERT_TRUE(Add(From(2020, 3, 1, Key(2020, 1, 1'000'000 - 1))).ok());
  // 60 days and 306: 60 x 999.999 + 306 and 60 + 306 x 999.999 millionths.
  const auto owed = Add(Owed(2020, 366'000'000));
  ASSERT_TRUE(owed.ok()) << owed.status();
  EXPECT_EQ(CentsIn(owed->shares(0).amount()), 60'000'246);
  EXPECT_EQ(CentsIn(owed->shares(1).amount()), 305'999'754);
  EXPECT_THAT(Differences(), IsEmpty());
}

TEST_F(DotationKeyTest, AMunicipalityOfOneKeyOnlyOwesForItsDays) {
  ASSERT_TRUE(Add(Until(2019, 6, 30, Key(2018, 800'000, 200'000))).ok());
  DotationKey alone = From(2019, 7, 1, Key(2019, 900'000, 100'000));
  alone.mutable_shares(1)->set_municipality_code("21001");
  ASSERT_TRUE(Add(alone).ok());
  const auto owed = Add(Owed(2019, 36'500'000));
  ASSERT_TRUE(owed.ok()) << owed.status();
  ASSERT_EQ(owed->shares_size(), 3);
  // In cents of 100.000 a day.
  EXPECT_EQ(CentsIn(owed->amount()), 181 * 80'000 + 184 * 90'000);
  EXPECT_EQ(owed->shares(1).municipality_code(), "21009");
  EXPECT_EQ(CentsIn(owed->shares(1).amount()), 181 * 20'000);
  EXPECT_EQ(owed->shares(2).municipality_code(), "21001");
  EXPECT_EQ(CentsIn(owed->shares(2).amount()), 184 * 10'000);
  EXPECT_THAT(Differences(), IsEmpty());
}

TEST_F(DotationKeyTest, AKeyCorrectsNoneOfAnotherZone) {
  ASSERT_TRUE(Add(Key(2018, 800'000, 200'000)).ok());
  ASSERT_TRUE(Add(Owed(2018, 1'000)).ok());
  DotationKey other = Key(2018, 700'000, 300'000);
  other.set_police_zone_code("5340");
  const std::string before = Everything();
  const absl::Status refused = Add(Correcting(1, other)).status();
  EXPECT_EQ(ErrorReason(refused), "KEY_OTHER");
  EXPECT_EQ(Field(refused), "dotation_key.corrects");
  EXPECT_EQ(Figure(refused, "police_zone_code"), "5339");
  EXPECT_EQ(Figure(refused, "requested_police_zone_code"), "5340");
  EXPECT_EQ(Everything(), before);
  // Beside it, it divides nothing of that zone.
  EXPECT_THAT(Redivided(other), IsEmpty());
  EXPECT_THAT(Differences(), IsEmpty());
}

TEST_F(DotationKeyTest, ACorrectedKeyDividesItsDotationsAnew) {
  ASSERT_TRUE(Add(Key(2018, 800'000, 200'000)).ok());
  ASSERT_TRUE(Add(Owed(2018, 100'000)).ok());
  ASSERT_TRUE(Add(Owed(2019, 50'000)).ok());
  EXPECT_THAT(Redivided(Correcting(1, Key(2018, 700'000, 300'000))),
              ElementsAre(NameOf(3), NameOf(4)));
  const std::vector<Dotation> all = List();
  ASSERT_EQ(all.size(), 4u);
  EXPECT_EQ(all[0].corrected_by(), NameOf(3));
  EXPECT_EQ(all[1].corrected_by(), NameOf(4));
  EXPECT_EQ(CentsIn(all[2].amount()), 70'000);
  EXPECT_EQ(CentsIn(all[2].zone_amount()), 100'000);
  EXPECT_EQ(all[2].dotation_key(), NameOfKey(2));
  EXPECT_EQ(all[2].decision_reference(), "D-2");
  EXPECT_EQ(CentsIn(all[3].amount()), 35'000);
  // What may be deducted is what is owed now.
  const std::string line = MakeLine(200'000);
  EXPECT_EQ(ErrorReason(Deduct(line, 70'001)), "DEDUCTION_EXCEEDED");
  EXPECT_TRUE(Deduct(line, 70'000).ok());
  EXPECT_THAT(Differences(), IsEmpty());
}

// 0,8 and 0,2 of a cent: who owes none need not be named.
TEST_F(DotationKeyTest, AKeyThatMakesTheSameCentsDividesNothingAnew) {
  ASSERT_TRUE(Add(Key(2018, 800'000, 200'000)).ok());
  ASSERT_TRUE(Add(Owed(2018, 1)).ok());
  DotationKey other = Key(2018, 800'000, 200'000);
  other.mutable_shares(1)->set_municipality_code("21001");
  EXPECT_THAT(Redivided(Correcting(1, other)), IsEmpty());
  EXPECT_THAT(Differences(), IsEmpty());
}

TEST_F(DotationKeyTest, AKeyIsNotCorrectedBelowWhatIsDeducted) {
  ASSERT_TRUE(Add(Key(2018, 800'000, 200'000)).ok());
  ASSERT_TRUE(Add(Owed(2018, 100'000)).ok());
  ASSERT_TRUE(Deduct(MakeLine(200'000), 75'000).ok());
  const std::string before = Everything();
  const absl::Status refused =
      Add(Correcting(1, Key(2018, 700'000, 300'000))).status();
  EXPECT_EQ(ErrorReason(refused), "DOTATION_OFFSET");
  EXPECT_EQ(Field(refused), "dotation_key.shares");
  EXPECT_EQ(Figure(refused, "year"), "2018");
  EXPECT_EQ(Figure(refused, "dotation_owed_cents"), "70000");
  EXPECT_EQ(Figure(refused, "dotation_deducted_cents"), "75000");
  EXPECT_EQ(Everything(), before);
}

TEST_F(DotationKeyTest, ADotationWaitsForTheKeyOfTheRestOfItsYear) {
  ASSERT_TRUE(Add(Key(2018, 800'000, 200'000)).ok());
  ASSERT_TRUE(Add(Owed(2018, 1'000)).ok());
  ASSERT_TRUE(Add(Owed(2019, 1'000)).ok());
  // It ends: 2018 is divided as it was, the second half of 2019 by nothing.
  EXPECT_THAT(
      Redivided(Correcting(1, Until(2019, 6, 30, Key(2018, 800'000, 200'000)))),
      IsEmpty());
  std::vector<Dotation> all = List();
  ASSERT_EQ(all.size(), 2u);
  EXPECT_FALSE(all[0].is_key_missing());
  EXPECT_TRUE(all[1].is_key_missing());
  EXPECT_EQ(CentsIn(all[1].amount()), 800);
  EXPECT_EQ(List("is_key_missing = true").size(), 1u);
  EXPECT_THAT(Differences(), IsEmpty());
  EXPECT_THAT(Redivided(From(2019, 7, 1, Key(2019, 700'000, 300'000))),
              ElementsAre(NameOf(3)));
  all = List();
  ASSERT_EQ(all.size(), 3u);
  EXPECT_EQ(all[1].corrected_by(), NameOf(3));
  EXPECT_EQ(CentsIn(all[2].amount()), 750);
  EXPECT_FALSE(all[2].is_key_missing());
  EXPECT_THAT(Differences(), IsEmpty());
}

}  // namespace
}  // namespace entente::conventions
