#include "services/common/gate/denial_limiter.h"

#include <set>
#include <string>

#include "absl/strings/str_cat.h"
#include "gtest/gtest.h"

namespace entente::gate {
namespace {

using Verdict = DenialLimiter::Verdict;

const absl::Time kNow = absl::FromUnixSeconds(1'800'000'000);
constexpr DenialLimits kLimits = {
    .own_entries_max = 3, .callers_max = 4, .counted_max = 100};
const DeniedCaller kOne = {"spiffe://entente.local/client/cli", "p-1"};
const DeniedCaller kOther = {"spiffe://entente.local/client/cli", "p-2"};

class DenialLimiterTest : public ::testing::Test {
 protected:
  void Deny(const DeniedCaller& caller, int times, absl::Time now = kNow) {
    for (int i = 0; i < times; ++i) limiter_.Deny(caller, now, "");
  }

  DenialLimiter limiter_{kLimits};
};

TEST_F(DenialLimiterTest, TheFirstHaveEntriesTheNextSaysSoTheRestIsCounted) {
  for (int i = 0; i < 3; ++i) {
    EXPECT_EQ(limiter_.Deny(kOne, kNow, "").verdict, Verdict::kOwnEntry) << i;
  }
  EXPECT_EQ(limiter_.Deny(kOne, kNow, "").verdict, Verdict::kLastEntry);
  for (int i = 0; i < 5; ++i) {
    EXPECT_EQ(limiter_.Deny(kOne, kNow, "").verdict, Verdict::kCounted) << i;
  }
  EXPECT_EQ(limiter_.Deny(kOther, kNow, "").verdict, Verdict::kOwnEntry);
}

TEST_F(DenialLimiterTest, TheWaitIsWhatRemainsOfTheWindow) {
  EXPECT_EQ(limiter_.Deny(kOne, kNow, "").wait, absl::Minutes(1));
  EXPECT_EQ(limiter_.Deny(kOne, kNow + absl::Seconds(50), "").wait,
            absl::Seconds(10));
  EXPECT_EQ(limiter_.Deny(kOne, kNow + absl::Seconds(60), "").wait,
            absl::Minutes(1));
}

TEST_F(DenialLimiterTest, WhatWasCountedIsTakenOnceWhenItIsTenSecondsOld) {
  Deny(kOne, 9);
  Deny(kOther, 4);
  Deny(kOne, 2, kNow + absl::Seconds(9));
  EXPECT_TRUE(limiter_.TakeDue(kNow + absl::Seconds(9)).empty());
  const auto due = limiter_.TakeDue(kNow + absl::Seconds(10));
  ASSERT_EQ(due.size(), 1u);
  EXPECT_EQ(due[0].caller.subject, "p-1");
  EXPECT_EQ(due[0].calls, 5 + 2);
  EXPECT_TRUE(limiter_.TakeDue(kNow + absl::Seconds(59)).empty());
  EXPECT_EQ(limiter_.Deny(kOne, kNow + absl::Seconds(59), "").verdict,
            Verdict::kCounted)
      << "its window goes on";
  EXPECT_EQ(limiter_.TakeDue(kNow + absl::Seconds(60)).size(), 1u);
  EXPECT_EQ(limiter_.size(), 0u);
}

TEST_F(DenialLimiterTest, SoManyAreTakenAtOnceHoweverYoung) {
  Deny(kOne, 4 + 99);
  EXPECT_FALSE(limiter_.is_full());
  EXPECT_TRUE(limiter_.TakeDue(kNow).empty());
  Deny(kOne, 1);
  EXPECT_TRUE(limiter_.is_full());
  const auto due = limiter_.TakeDue(kNow);
  ASSERT_EQ(due.size(), 1u);
  EXPECT_EQ(due[0].calls, 100);
  EXPECT_FALSE(limiter_.is_full());
}

TEST_F(DenialLimiterTest, NothingIsLostWhenANewWindowBeginsBeforeItIsTaken) {
  Deny(kOne, 9);
  Deny(kOne, 6, kNow + absl::Minutes(1));
  const auto due = limiter_.TakeDue(kNow + absl::Minutes(1));
  ASSERT_EQ(due.size(), 1u);
  EXPECT_EQ(due[0].calls, 5 + 2);
  EXPECT_TRUE(limiter_.TakeDue(absl::InfiniteFuture()).empty());
}

TEST_F(DenialLimiterTest, WhatIsPutBackIsTakenTheNextTime) {
  Deny(kOne, 9);
  auto ended = limiter_.TakeDue(absl::InfiniteFuture());
  ASSERT_EQ(ended.size(), 1u);
  limiter_.PutBack(ended[0]);
  Deny(kOne, 5);
  ended = limiter_.TakeDue(absl::InfiniteFuture());
  ASSERT_EQ(ended.size(), 1u);
  EXPECT_EQ(ended[0].calls, 6);
}

TEST_F(DenialLimiterTest, WhatCouldNotBeRecordedWaitsForTheNextRound) {
  Deny(kOne, 4 + 100);
  EXPECT_TRUE(limiter_.is_full());
  auto due = limiter_.TakeDue(kNow);
  ASSERT_EQ(due.size(), 1u);
  limiter_.PutBack(due[0]);
  EXPECT_FALSE(limiter_.is_full()) << "it just failed";
  // Each of these would otherwise try again, and raise an alarm.
  Deny(kOne, 200);
  EXPECT_FALSE(limiter_.is_full());
  due = limiter_.TakeDue(kNow);
  ASSERT_EQ(due.size(), 1u);
  EXPECT_EQ(due[0].calls, 100 + 200);
  Deny(kOne, 100);
  EXPECT_TRUE(limiter_.is_full()) << "that round did not fail";
}

TEST_F(DenialLimiterTest, AClockThatIsPutBackBeginsANewWindowAndLosesNothing) {
  Deny(kOne, 9);
  EXPECT_EQ(limiter_.Deny(kOne, kNow - absl::Hours(1), "").verdict,
            Verdict::kOwnEntry);
  const auto ended = limiter_.TakeDue(kNow - absl::Hours(1));
  ASSERT_EQ(ended.size(), 1u);
  EXPECT_EQ(ended[0].calls, 5);
}

TEST_F(DenialLimiterTest, CallersBeyondTheLimitShareOnePlaceAndAreCountedAll) {
  constexpr int kCallers = 1000;
  for (int i = 0; i < kCallers; ++i) {
    Deny({"spiffe://entente.local/x", absl::StrCat("p-", i)}, 5);
    ASSERT_LE(limiter_.size(), kLimits.callers_max + 1);
  }
  int64_t counted = 0;
  for (const auto& denials : limiter_.TakeDue(absl::InfiniteFuture())) {
    counted += denials.calls;
  }
  // Each of the four and the shared place told four.
  EXPECT_EQ(counted, kCallers * 5 - 5 * 4);
}

TEST_F(DenialLimiterTest, APlaceWhoseWindowEndedIsGivenToTheNextCaller) {
  for (int i = 0; i < 4; ++i) Deny({"x", absl::StrCat("p-", i)}, 1);
  const DeniedCaller next = {"x", "p-next"};
  Deny(next, 9, kNow + absl::Minutes(1));
  const auto ended = limiter_.TakeDue(absl::InfiniteFuture());
  ASSERT_EQ(ended.size(), 1u);
  EXPECT_EQ(ended[0].caller.subject, "p-next");
}

TEST_F(DenialLimiterTest, WhatIsCountedKeepsTheObjectsUpToSoManyAndSaysSo) {
  Deny(kOne, 4);
  for (const char* object : {"b", "a", "b", ""}) {
    limiter_.Deny(kOne, kNow, object);
  }
  limiter_.Deny(kOne, kNow, std::string(301, 'x'));
  auto due = limiter_.TakeDue(absl::InfiniteFuture());
  ASSERT_EQ(due.size(), 1u);
  EXPECT_EQ(due[0].calls, 5);
  EXPECT_EQ(due[0].objects, (std::set<std::string>{"a", "b"}));
  EXPECT_FALSE(due[0].has_more_objects);
  Deny(kOne, 4, kNow + absl::Hours(1));
  for (int i = 0; i < 64; ++i) {
    limiter_.Deny(kOne, kNow + absl::Hours(1), absl::StrCat("case-", i));
  }
  EXPECT_FALSE(limiter_.TakeDue(kNow + absl::Hours(2))[0].has_more_objects);
  Deny(kOne, 4, kNow + absl::Hours(3));
  for (int i = 0; i < 65; ++i) {
    limiter_.Deny(kOne, kNow + absl::Hours(3), absl::StrCat("case-", i));
  }
  due = limiter_.TakeDue(kNow + absl::Hours(4));
  EXPECT_TRUE(due[0].has_more_objects);
  EXPECT_EQ(due[0].objects.size(), 64u);
  // What could not be recorded is put back with it.
  limiter_.PutBack(due[0]);
  limiter_.PutBack({.caller = kOne, .calls = 1, .objects = {"other"}});
  due = limiter_.TakeDue(kNow + absl::Hours(4));
  EXPECT_EQ(due[0].objects.size(), 64u);
  EXPECT_TRUE(due[0].has_more_objects);
}

TEST_F(DenialLimiterTest, WhoeverIsCountedIsHeldUntilItsWindowEnds) {
  Deny(kOne, 3);
  EXPECT_FALSE(limiter_.HeldFor(kOne, kNow)) << "each was told";
  Deny(kOne, 1);
  EXPECT_EQ(limiter_.HeldFor(kOne, kNow + absl::Seconds(20)),
            absl::Seconds(40));
  EXPECT_FALSE(limiter_.HeldFor(kOther, kNow));
  EXPECT_FALSE(limiter_.HeldFor(kOne, kNow + absl::Minutes(1)));
}

// Denials of others must not hold up whoever shares their place.
TEST_F(DenialLimiterTest, WhoeverSharesAPlaceIsNeverHeld) {
  for (int i = 0; i < 4; ++i) Deny({"x", absl::StrCat("p-", i)}, 1);
  const DeniedCaller next = {"x", "p-next"};
  Deny(next, 9);
  EXPECT_FALSE(limiter_.HeldFor(next, kNow));
  EXPECT_FALSE(limiter_.HeldFor(DeniedCaller(), kNow));
}

}  // namespace
}  // namespace entente::gate
