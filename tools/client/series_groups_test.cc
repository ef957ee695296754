#include "tools/client/series_groups.h"

#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "gtest/gtest.h"

namespace entente::client {
namespace {

std::vector<std::string> Codes(size_t count) {
  std::vector<std::string> codes;
  for (size_t i = 0; i < count; ++i) codes.push_back(absl::StrCat("m", i));
  return codes;
}

TEST(SeriesGroupsTest, HoldAllInOrderAndNoMoreThanIsTakenAtOnce) {
  const std::vector<std::string> codes = Codes(2 * kMeasuresAtOnceMax + 1);
  const auto groups = SeriesGroups(codes);
  ASSERT_EQ(groups.size(), 3u);
  std::vector<std::string> all;
  for (const auto& group : groups) {
    EXPECT_LE(group.size(), kMeasuresAtOnceMax);
    all.insert(all.end(), group.begin(), group.end());
  }
  EXPECT_EQ(all, codes);
  EXPECT_EQ(SeriesGroups(Codes(kMeasuresAtOnceMax)).size(), 1u);
}

TEST(SeriesGroupsTest, OfNoneThereIsNone) {
  EXPECT_TRUE(SeriesGroups({}).empty());
}

}  // namespace
}  // namespace entente::client
