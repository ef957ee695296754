// A calendar that a test moves: preloaded into the programs of an installation,
// it adds an offset to what they read as the time of day. So a whole year is
// played on its own days, and a reservation expires because its day has passed.
//
//   LD_PRELOAD=libmoved_clock.so MOVED_CLOCK=FILE program...
//
// FILE holds the offset in seconds as a native int64. It may be written while
// the programs run; they see it at once. Clocks that only run (MONOTONIC) and
// how fast time goes stay as they are. A wait until a time of day ends when the
// moved calendar says so. Without MOVED_CLOCK nothing is moved.
#include <dlfcn.h>
#include <fcntl.h>
#include <linux/futex.h>
#include <pthread.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <sys/time.h>
#include <time.h>
#include <unistd.h>

#include <atomic>
#include <cstdarg>
#include <cstdint>
#include <cstdio>
#include <cstdlib>

namespace {

constexpr std::atomic<int64_t> kUnmoved = 0;

const std::atomic<int64_t>* MapOffset() {
  const char* path = getenv("MOVED_CLOCK");
  if (path == nullptr) return &kUnmoved;
  const int file = open(path, O_RDONLY | O_CLOEXEC);
  void* mapped =
      file < 0 ? MAP_FAILED
               : mmap(nullptr, sizeof(int64_t), PROT_READ, MAP_SHARED, file, 0);
  if (mapped == MAP_FAILED) {
    // A test that plays on the wrong day shows nothing.
    perror("moved_clock");
    _exit(70);
  }
  close(file);
  return static_cast<const std::atomic<int64_t>*>(mapped);
}

// What is looked up once and kept, by whichever thread comes first. No guarded
// static: where two threads meet, its guard waits by the very call below.
template <typename Value, typename Look>
Value* Once(std::atomic<Value*>& kept, Look look) {
  Value* found = kept.load(std::memory_order_acquire);
  if (found == nullptr) {
    found = look();
    kept.store(found, std::memory_order_release);
  }
  return found;
}

time_t Offset() {
  static std::atomic<const std::atomic<int64_t>*> kept = nullptr;
  return Once(kept, MapOffset)->load(std::memory_order_relaxed);
}

bool IsTimeOfDay(clockid_t clock) {
  return clock == CLOCK_REALTIME || clock == CLOCK_REALTIME_COARSE;
}

// A deadline on the moved calendar as the kernel knows it.
timespec Real(const timespec& moved) {
  return {moved.tv_sec - Offset(), moved.tv_nsec};
}

// Deadlines of clocks that only run are small: the time since the machine
// started. Those of the calendar are years since 1970.
bool IsCalendar(const timespec& deadline) {
  constexpr time_t kTenYears = 10L * 365 * 24 * 3600;
  return deadline.tv_sec > kTenYears;
}

template <typename Function>
Function* Next(std::atomic<Function*>& kept, const char* name) {
  return Once(kept, [name] {
    return reinterpret_cast<Function*>(dlsym(RTLD_NEXT, name));
  });
}

using SystemCall = long(long, long, long, long, long, long, long);

}  // namespace

extern "C" {

int clock_gettime(clockid_t clock, timespec* now) noexcept {
  static std::atomic<int (*)(clockid_t, timespec*)> kept = nullptr;
  const int failed = Next(kept, "clock_gettime")(clock, now);
  if (failed == 0 && IsTimeOfDay(clock)) now->tv_sec += Offset();
  return failed;
}

int gettimeofday(timeval* now, void*) noexcept {
  timespec time;
  clock_gettime(CLOCK_REALTIME, &time);
  *now = {time.tv_sec, time.tv_nsec / 1000};
  return 0;
}

time_t time(time_t* now) noexcept {
  timespec time;
  clock_gettime(CLOCK_REALTIME, &time);
  if (now != nullptr) *now = time.tv_sec;
  return time.tv_sec;
}

int pthread_cond_timedwait(pthread_cond_t* condition, pthread_mutex_t* mutex,
                           const timespec* deadline) {
  static std::atomic<int (*)(pthread_cond_t*, pthread_mutex_t*,
                             const timespec*)>
      kept = nullptr;
  const timespec real = IsCalendar(*deadline) ? Real(*deadline) : *deadline;
  return Next(kept, "pthread_cond_timedwait")(condition, mutex, &real);
}

// Abseil waits by the futex call itself, until a time of day.
long syscall(long number, ...) noexcept {
  static std::atomic<SystemCall*> kept = nullptr;
  va_list list;
  va_start(list, number);
  long words[6];
  for (long& word : words) word = va_arg(list, long);
  va_end(list);
  timespec real;
  if (number == SYS_futex && (words[1] & FUTEX_CLOCK_REALTIME) != 0 &&
      words[3] != 0) {
    real = Real(*reinterpret_cast<const timespec*>(words[3]));
    words[3] = reinterpret_cast<long>(&real);
  }
  return Next(kept, "syscall")(number, words[0], words[1], words[2], words[3],
                               words[4], words[5]);
}

}  // extern "C"
