#include "services/common/base/timestamp.h"

#include "gtest/gtest.h"

namespace entente {
namespace {

const absl::Time kEpoch = absl::UnixEpoch();

TEST(TimestampTest, AMomentIsKeptToTheMicrosecondRoundedDown) {
  const auto stamp =
      ToTimestamp(absl::FromUnixSeconds(1'552'561'200) +
                  absl::Microseconds(123'456) + absl::Nanoseconds(789));
  EXPECT_EQ(stamp.seconds(), 1'552'561'200);
  EXPECT_EQ(stamp.nanos(), 123'456'000);
}

TEST(TimestampTest, NanosecondsCountForwardsBefore1970) {
  auto stamp = ToTimestamp(kEpoch - absl::Microseconds(1));
  EXPECT_EQ(stamp.seconds(), -1);
  EXPECT_EQ(stamp.nanos(), 999'999'000);
  stamp = ToTimestamp(kEpoch - absl::Nanoseconds(1));
  EXPECT_EQ(stamp.seconds(), -1) << "rounded down, not towards 1970";
  EXPECT_EQ(stamp.nanos(), 999'999'000);
  stamp = ToTimestamp(kEpoch - absl::Milliseconds(1500));
  EXPECT_EQ(stamp.seconds(), -2);
  EXPECT_EQ(stamp.nanos(), 500'000'000);
}

TEST(TimestampTest, WholeSecondsHaveNoNanosecondsOnEitherSide) {
  for (const int64_t seconds : {-2, -1, 0, 1}) {
    const auto stamp = ToTimestamp(absl::FromUnixSeconds(seconds));
    EXPECT_EQ(stamp.seconds(), seconds);
    EXPECT_EQ(stamp.nanos(), 0);
  }
}

}  // namespace
}  // namespace entente
