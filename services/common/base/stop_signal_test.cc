// Waits while somebody puts the machine's clock back: no watch may stop for as
// long. The clock itself cannot be moved here, so this program's time of day is
// an hour ahead of the kernel's, as it is for whoever computed a time to wake
// at just before the clock went back. A wait for a time of day would hang this
// test until its limit.
#include "services/common/base/stop_signal.h"

#include <gtest/gtest.h>
#include <sys/syscall.h>
#include <sys/time.h>
#include <time.h>
#include <unistd.h>

#include <thread>

#include "absl/time/clock.h"
#include "services/common/base/change_signal.h"

namespace {

constexpr time_t kAheadSeconds = 3600;

}  // namespace

// In the place of libc's, for the libraries too.
extern "C" int clock_gettime(clockid_t clock, timespec* now) noexcept {
  const auto result = static_cast<int>(syscall(SYS_clock_gettime, clock, now));
  if (result == 0 && clock == CLOCK_REALTIME) now->tv_sec += kAheadSeconds;
  return result;
}
extern "C" int gettimeofday(timeval* now, void*) noexcept {
  const auto result = static_cast<int>(syscall(SYS_gettimeofday, now, nullptr));
  now->tv_sec += kAheadSeconds;
  return result;
}

namespace entente {
namespace {

constexpr absl::Duration kShort = absl::Milliseconds(1);

// What the kernel says.
absl::Time KernelTime() {
  timespec now{};
  syscall(SYS_clock_gettime, CLOCK_REALTIME, &now);
  return absl::TimeFromTimespec(now);
}

TEST(StopSignalTest, TheClockOfThisProgramIsAnHourAheadOfTheKernels) {
  EXPECT_GT(absl::Now() - KernelTime(), absl::Minutes(59));
}

TEST(StopSignalTest, D83AClockPutBackHoldsUpNoWait) {
  StopSignal signal;
  EXPECT_FALSE(signal.WaitFor(kShort));
  EXPECT_FALSE(signal.WaitForWake(kShort));
}

TEST(StopSignalTest, D83AClockPutBackHoldsUpNobodyWhoWaitsForAChange) {
  ChangeSignal signal;
  EXPECT_EQ(signal.WaitBeyond(signal.Count(), kShort), 0u);
}

TEST(StopSignalTest, AStopEndsAWaitWithoutEndAndAllLaterOnes) {
  StopSignal signal;
  std::thread stopper([&] { signal.Stop(); });
  EXPECT_TRUE(signal.WaitFor(absl::InfiniteDuration()));
  stopper.join();
  EXPECT_TRUE(signal.IsStopped());
  EXPECT_TRUE(signal.WaitFor(absl::InfiniteDuration()));
  EXPECT_TRUE(signal.WaitForWake(absl::InfiniteDuration()));
}

TEST(StopSignalTest, AWakeEndsOneWaitAlsoWhenItCameBefore) {
  StopSignal signal;
  signal.Wake();
  EXPECT_FALSE(signal.WaitFor(kShort)) << "a wake is no stop";
  EXPECT_FALSE(signal.WaitForWake(absl::InfiniteDuration()));
  std::thread waker([&] { signal.Wake(); });
  EXPECT_FALSE(signal.WaitForWake(absl::InfiniteDuration()));
  waker.join();
  EXPECT_FALSE(signal.WaitForWake(-kShort)) << "used up";
}

}  // namespace
}  // namespace entente
