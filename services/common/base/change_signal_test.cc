#include "services/common/base/change_signal.h"

#include <thread>
#include <vector>

#include "gtest/gtest.h"

namespace entente {
namespace {

TEST(ChangeSignalTest, WhatChangedBeforeTheWaitEndsIt) {
  ChangeSignal signal;
  const uint64_t seen = signal.Count();
  signal.Notify();
  EXPECT_EQ(signal.WaitBeyond(seen, absl::InfiniteDuration()), seen + 1);
}

TEST(ChangeSignalTest, AChangeWakesEveryoneWhoWaits) {
  ChangeSignal signal;
  std::vector<std::thread> waiting;
  for (int i = 0; i < 4; ++i) {
    waiting.emplace_back(
        [&] { EXPECT_EQ(signal.WaitBeyond(0, absl::InfiniteDuration()), 1u); });
  }
  signal.Notify();
  for (std::thread& thread : waiting) thread.join();
}

TEST(ChangeSignalTest, PatienceEndsAWaitWithoutAChange) {
  ChangeSignal signal;
  EXPECT_EQ(signal.WaitBeyond(0, absl::ZeroDuration()), 0u);
}

}  // namespace
}  // namespace entente
