#include "services/indicators/deadline_rules.h"

#include "gtest/gtest.h"

namespace entente::indicators {
namespace {

TEST(DeadlineRulesTest, ARefusalStillReachesItsCaller) {
  const absl::Time now = absl::FromUnixSeconds(1'543'500'000);
  const auto end = [&](absl::Duration left) {
    return EndOfWork(now + left, now) - now;
  };
  EXPECT_EQ(end(absl::Seconds(5)), absl::Milliseconds(4500));
  EXPECT_EQ(end(absl::Seconds(20)), absl::Seconds(18));
  EXPECT_EQ(end(absl::Minutes(30)), absl::Minutes(30) - absl::Seconds(2));
  // Nothing is left, or there is no deadline.
  EXPECT_EQ(end(absl::ZeroDuration()), absl::ZeroDuration());
  EXPECT_EQ(end(-absl::Seconds(5)), -absl::Seconds(5));
  EXPECT_EQ(EndOfWork(absl::InfiniteFuture(), now), absl::InfiniteFuture());
}

}  // namespace
}  // namespace entente::indicators
