// Digests are stored: they are the same on every machine, for good.
#include "services/indicators/row_digest_rules.h"

#include <set>
#include <string>
#include <utility>

#include "gtest/gtest.h"
#include "services/indicators/date_rules.h"

namespace entente::indicators {
namespace {

// 5 April 2018.
constexpr uint32_t kDay = 775013;

SaidByRow Said() {
  return {.measure = HashText("nuisance_actions"),
          .area = HashText("DPI-1"),
          .day = kDay,
          .value = 2,
          .breakdown = HashText("audience=youth")};
}

// Of bytes 0, 1, 2 and so on.
EventId Id() {
  EventId id;
  for (size_t i = 0; i < EventId::kBytes; ++i) {
    id.bytes[i] = static_cast<char>(i);
  }
  return id;
}

// Values that the authors of FNV published.
TEST(RowDigestTest, TextsAreHashedByFnv1a) {
  EXPECT_EQ(HashText(""), 0xcbf29ce484222325);
  EXPECT_EQ(HashText("a"), 0xaf63dc4c8601ec8c);
  EXPECT_EQ(HashText("foobar"), 0x85944171f73967e8);
}

TEST(RowDigestTest, DigestsNeverChange) {
  EXPECT_EQ(DigestOf(Said()), 0x744458ebu);
  EXPECT_EQ(DigestOfCorrection(Said(), Id()), 0x9593415au);
  EXPECT_EQ(DigestOfWithdrawal(Id()), 0x22927278u);
  const SaidByRow month{.measure = HashText("nuisance_actions"),
                        .area = HashText("DPI-1"),
                        .day = kDay - DayOf(kDay),
                        .value = -2,
                        .breakdown = HashText("")};
  EXPECT_EQ(DigestOf(month), 0x34a15054u);
}

TEST(RowDigestTest, WhateverARowSaysOtherwiseShows) {
  std::set<RowDigest> digests = {DigestOf(Said()),
                                 DigestOfCorrection(Said(), Id()),
                                 DigestOfWithdrawal(Id())};
  SaidByRow other = Said();
  other.measure = HashText("trainings");
  digests.insert(DigestOf(other));
  other = Said();
  other.area = HashText("DPI-2");
  digests.insert(DigestOf(other));
  other = Said();
  other.day = kDay + 1;
  digests.insert(DigestOf(other));
  other = Said();
  other.value = 3;
  digests.insert(DigestOf(other));
  other = Said();
  other.breakdown = HashText("audience=adults");
  digests.insert(DigestOf(other));
  other = Said();
  std::swap(other.measure, other.area);
  digests.insert(DigestOf(other));
  for (const size_t byte : {size_t{0}, size_t{15}}) {
    EventId named = Id();
    named.bytes[byte] = 99;
    digests.insert(DigestOfCorrection(Said(), named));
    digests.insert(DigestOfWithdrawal(named));
  }
  EXPECT_EQ(digests.size(), 13u);
}

TEST(RowDigestTest, ItIsWrittenLowestByteFirstAndReadBack) {
  std::string bytes = "x";
  AppendDigest(0x80ff0102, bytes);
  EXPECT_EQ(bytes, "x\x02\x01\xff\x80");
  EXPECT_EQ(ReadDigest(bytes.substr(1)), 0x80ff0102u);
}

}  // namespace
}  // namespace entente::indicators
