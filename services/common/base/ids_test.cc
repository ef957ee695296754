#include "services/common/base/ids.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <set>
#include <vector>

#include "absl/strings/escaping.h"
#include "services/common/base/hash.h"

namespace entente {
namespace {

TEST(IdsTest, IdsAreResourceIdsAndNeverRepeat) {
  std::set<std::string> seen;
  for (int i = 0; i < 10000; ++i) {
    const std::string id = NewId();
    ASSERT_EQ(id.size(), 26u);
    ASSERT_TRUE(IsResourceId(id)) << id;
    ASSERT_TRUE(seen.insert(id).second) << id;
  }
}

TEST(IdsTest, EveryCharacterOfAnIdVaries) {
  // The last character holds the remaining 3 of 128 bits, the others 5.
  std::vector<std::set<char>> values(26);
  for (int i = 0; i < 5000; ++i) {
    const std::string id = NewId();
    for (size_t at = 0; at < id.size(); ++at) values[at].insert(id[at]);
  }
  for (size_t at = 0; at < 25; ++at) EXPECT_EQ(values[at].size(), 32u) << at;
  EXPECT_EQ(values[25].size(), 8u);
}

TEST(IdsTest, UuidIsOfVersion4) {
  const std::string hex = "[0-9a-f]";
  const std::string four = hex + hex + hex + hex;
  for (int i = 0; i < 100; ++i) {
    EXPECT_THAT(NewUuid(),
                testing::MatchesRegex(four + four + "-" + four + "-4" + hex +
                                      hex + hex + "-[89ab]" + hex + hex + hex +
                                      "-" + four + four + four));
  }
  EXPECT_NE(NewUuid(), NewUuid());
}

TEST(IdsTest, ResourceIdsAreLowerCaseAndBounded) {
  EXPECT_TRUE(IsResourceId("a"));
  EXPECT_TRUE(IsResourceId("0-9"));
  EXPECT_TRUE(IsResourceId(std::string(63, 'z')));
  EXPECT_FALSE(IsResourceId(""));
  EXPECT_FALSE(IsResourceId(std::string(64, 'z')));
  EXPECT_FALSE(IsResourceId("-a"));
  EXPECT_FALSE(IsResourceId("A"));
  EXPECT_FALSE(IsResourceId("a/b"));
  EXPECT_FALSE(IsResourceId("é"));
  EXPECT_FALSE(IsResourceId(absl::string_view("a\0", 2)));
}

// FIPS 180-2, appendix B, and RFC 4231, test case 2.
TEST(HashTest, PublishedVectorsAreMet) {
  EXPECT_EQ(Sha256Hex("abc"),
            "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
  EXPECT_EQ(Sha256Hex(""),
            "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
  EXPECT_EQ(absl::BytesToHexString(
                HmacSha256("Jefe", "what do ya want for nothing?")),
            "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843");
}

TEST(HashTest, ComparisonSeesEveryByteAndTheLength) {
  EXPECT_TRUE(ConstantTimeEquals("", ""));
  EXPECT_TRUE(ConstantTimeEquals("abc", "abc"));
  EXPECT_FALSE(ConstantTimeEquals("abc", "abd"));
  EXPECT_FALSE(ConstantTimeEquals("abc", "xbc"));
  EXPECT_FALSE(ConstantTimeEquals("abc", "ab"));
}

}  // namespace
}  // namespace entente
