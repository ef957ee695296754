#include "tools/client/delivery/revision_rules.h"

#include <string>

#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace entente::client {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::Optional;

TEST(RevisionRulesTest, EachVersionUpToTheRecordsOwnIsNamed) {
  EXPECT_THAT(RevisionsAfter("1", "1"), Optional(IsEmpty()));
  EXPECT_THAT(RevisionsAfter("1", "2"), Optional(ElementsAre("2")));
  EXPECT_THAT(RevisionsAfter("1", "4"), Optional(ElementsAre("2", "3", "4")));
  EXPECT_THAT(RevisionsAfter("0", "2"), Optional(ElementsAre("1", "2")));
}

// The id of an event is made of it as it is written.
TEST(RevisionRulesTest, VersionsAreAsWideAsTheFirst) {
  EXPECT_THAT(RevisionsAfter("08", "11"),
              Optional(ElementsAre("09", "10", "11")));
  EXPECT_THAT(RevisionsAfter("9", "11"), Optional(ElementsAre("10", "11")));
  EXPECT_EQ(RevisionsAfter("01", "2"), std::nullopt);
  EXPECT_EQ(RevisionsAfter("1", "02"), std::nullopt);
}

TEST(RevisionRulesTest, WhatIsNoLaterVersionIsNone) {
  for (const char* revision : {"", "0", "-2", "+2", "2.0", "2,0", " 2", "b",
                               "2024-03-05", "99999999999999999999"}) {
    EXPECT_EQ(RevisionsAfter("1", revision), std::nullopt) << revision;
  }
}

TEST(RevisionRulesTest, ARecordHasFiftyVersionsAtMost) {
  EXPECT_EQ(RevisionsAfter("1", "50")->size(), 49u);
  EXPECT_EQ(RevisionsAfter("1", "51"), std::nullopt);
  EXPECT_EQ(RevisionsAfter("0", "49")->size(), 49u);
  EXPECT_EQ(RevisionsAfter("0", "50"), std::nullopt);
}

TEST(RevisionRulesTest, TheFirstIsAWholeNumber) {
  for (const char* first : {"0", "1", "01", "999999999"}) {
    EXPECT_TRUE(IsFirstRevision(first)) << first;
  }
  EXPECT_EQ(RevisionsAfter("999999999", "1000000048")->size(), 49u);
  for (const char* first : {"", "A", "v1", "-1", "1.0", "1234567890"}) {
    EXPECT_FALSE(IsFirstRevision(first)) << first;
    EXPECT_EQ(RevisionsAfter(first, first), std::nullopt) << first;
  }
}

}  // namespace
}  // namespace entente::client
