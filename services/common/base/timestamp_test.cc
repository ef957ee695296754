#include "services/common/base/timestamp.h"

#include <cstdint>

#include "gtest/gtest.h"

namespace entente {
namespace {

const absl::Time kEpoch = absl::UnixEpoch();

google::protobuf::Timestamp Stamp(int64_t seconds, int32_t nanos) {
  google::protobuf::Timestamp stamp;
  stamp.set_seconds(seconds);
  stamp.set_nanos(nanos);
  return stamp;
}

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

TEST(TimestampTest, AMomentIsReadToTheNanosecondOnEitherSideOf1970) {
  EXPECT_EQ(ToTime(Stamp(0, 0)), kEpoch);
  EXPECT_EQ(
      ToTime(Stamp(1'552'561'200, 123'456'789)),
      absl::FromUnixSeconds(1'552'561'200) + absl::Nanoseconds(123'456'789));
  EXPECT_EQ(ToTime(Stamp(-1, 999'999'999)), kEpoch - absl::Nanoseconds(1));
}

TEST(TimestampTest, WhatIsWrittenIsReadAgain) {
  for (const int64_t micros : {-1'500'000, -1, 0, 1, 1'500'000}) {
    const absl::Time time = absl::FromUnixMicros(micros);
    EXPECT_EQ(ToTime(ToTimestamp(time)), time);
  }
}

TEST(TimestampTest, SecondsSayFirstWhichMomentIsBefore) {
  EXPECT_TRUE(IsBefore(Stamp(1, 999'999'999), Stamp(2, 0)));
  EXPECT_FALSE(IsBefore(Stamp(2, 0), Stamp(1, 999'999'999)));
  EXPECT_TRUE(IsBefore(Stamp(1, 5), Stamp(1, 6)));
  EXPECT_FALSE(IsBefore(Stamp(1, 6), Stamp(1, 5)));
  EXPECT_FALSE(IsBefore(Stamp(1, 5), Stamp(1, 5))) << "equal moments";
  EXPECT_TRUE(IsBefore(Stamp(-1, 0), Stamp(0, 0)));
}

}  // namespace
}  // namespace entente
