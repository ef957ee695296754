// How many denials of one caller may have an entry of their own in the access
// log: without a limit, whoever holds a certificate fills the disk with them.
//
// In each window the first denials of a caller are told one by one; the next
// one says that the rest is only counted; the rest is told as numbers, soon
// after, so that a kill loses little of them, with the objects that were asked
// for. No call that would be permitted is held up, a denial being counted after
// it was decided, but for what touches persons: of that, whoever was denied so
// often is told nothing more before the window ends (HeldFor), since the
// caller may be trying handle after handle.
#ifndef SERVICES_COMMON_GATE_DENIAL_LIMITER_H_
#define SERVICES_COMMON_GATE_DENIAL_LIMITER_H_

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <tuple>
#include <vector>

#include "absl/base/thread_annotations.h"
#include "absl/synchronization/mutex.h"
#include "absl/time/time.h"

namespace entente::gate {

struct DenialLimits {
  // Denials of one caller in one window that have an entry of their own: more
  // than a person's mistakes or a program's retries come to.
  int own_entries_max = 30;
  absl::Duration window = absl::Minutes(1);
  // Callers told apart at a time, each some 0.5 KiB; those beyond share one
  // place with the callers whose certificate names nobody.
  size_t callers_max = 1024;
  // What was counted of a caller is due to be recorded after this, or when it
  // is so many: all that a kill may lose, but for the second until the next
  // look and for calls that are denied meanwhile.
  absl::Duration counted_age_max = absl::Seconds(10);
  int64_t counted_max = 10'000;
  // Distinct objects kept of what is counted of a caller, and the bytes of one:
  // nobody can ask the log about a longer name (AuditQuestion.object).
  size_t objects_max = 64;
  size_t object_bytes_max = 300;
};

// Who was denied: SPIFFE id of the certificate, and `sub` of the token where
// it was good. Both empty: a stranger, or one beyond callers_max.
struct DeniedCaller {
  std::string peer;
  std::string subject;

  bool operator<(const DeniedCaller& other) const {
    return std::tie(peer, subject) < std::tie(other.peer, other.subject);
  }
  bool operator==(const DeniedCaller& other) const = default;
};

// Denials that have no entry of their own.
struct CountedDenials {
  DeniedCaller caller = {};
  int64_t calls = 0;
  // Resource names that were asked for, as sent; not those beyond the limits.
  std::set<std::string> objects = {};
  // More of them were asked for than `objects` holds.
  bool has_more_objects = false;
};

// Thread-safe.
class DenialLimiter {
 public:
  explicit DenialLimiter(DenialLimits limits) : limits_(limits) {}

  enum class Verdict {
    // To be recorded as what it is.
    kOwnEntry,
    // To be recorded as the first of those that are counted; not counted
    // itself.
    kLastEntry,
    // Counted here, and nowhere else yet.
    kCounted,
  };
  struct Decision {
    Verdict verdict;
    // Until the caller's window ends.
    absl::Duration wait;
  };

  // One more denial of `caller` at `now`, who asked for `object` (may be
  // empty). A clock that was put back begins a new window.
  Decision Deny(const DeniedCaller& caller, absl::Time now,
                const std::string& object);

  // How long `caller` is still held at `now`, having been denied more often in
  // this window than has entries of its own; nullopt when not. Whoever shares a
  // place with others is never held.
  std::optional<absl::Duration> HeldFor(const DeniedCaller& caller,
                                        absl::Time now) const;

  // What was counted and is due at `now`, by its age, its number or the end of
  // its window, each caller once; it is the taker's from now on. Forgets
  // callers without an open window.
  std::vector<CountedDenials> TakeDue(absl::Time now);

  // Whether so many were counted since the last taking that the next should not
  // wait. Never after something was put back: what just failed is not tried
  // again, nor told of, before the next round.
  bool is_full() const { return is_full_.load(std::memory_order_relaxed); }

  // Gives back what could not be recorded.
  void PutBack(const CountedDenials& denials);

  // Places in use, at most callers_max and one.
  size_t size() const;

 private:
  struct Place {
    absl::Time begin = absl::InfinitePast();
    // Denials in the window, counted ones too.
    int64_t denials = 0;
    // Counted and not taken yet, and since when.
    CountedDenials counted = {};
    absl::Time counted_since = absl::InfinitePast();
  };

  void Keep(const std::string& object, CountedDenials& counted) const;
  bool IsOpen(const Place& place, absl::Time now) const;
  bool IsDue(const Place& place, absl::Time now) const;
  Place& PlaceOf(const DeniedCaller& caller, absl::Time now)
      ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);

  const DenialLimits limits_;
  mutable absl::Mutex mutex_;
  std::map<DeniedCaller, Place> places_ ABSL_GUARDED_BY(mutex_);
  // Since the last taking.
  bool has_failed_ ABSL_GUARDED_BY(mutex_) = false;
  std::atomic<bool> is_full_ = false;
};

}  // namespace entente::gate

#endif  // SERVICES_COMMON_GATE_DENIAL_LIMITER_H_
