// Brings the events of an outbox to their destination, in order, until they are
// acknowledged.
#ifndef SERVICES_COMMON_OUTBOX_SHIPPER_H_
#define SERVICES_COMMON_OUTBOX_SHIPPER_H_

#include <algorithm>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <thread>

#include "absl/base/thread_annotations.h"
#include "absl/random/random.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/synchronization/mutex.h"
#include "absl/time/time.h"
#include "entente/common/v1/event.pb.h"
#include "services/common/base/clock.h"
#include "services/common/base/limits.h"
#include "services/common/base/stop_signal.h"
#include "services/common/outbox/growth_alarm.h"
#include "services/common/store/store.h"

namespace entente::outbox {

// Events in one delivery: DeliverEventsRequest says so.
inline constexpr int kDeliveryEventsMax = limits::kDeliveryEventsMax;

// Waiting times between attempts: doubled up to the maximum, with jitter, so
// that a destination that comes back is not met by all at once.
inline constexpr absl::Duration kBackOffMin = absl::Milliseconds(100);
inline constexpr absl::Duration kBackOffMax = absl::Seconds(30);

// How often it looks without having been told. A write whose caller left since
// the disk was slow may be committed afterwards, and then nobody says so.
inline constexpr absl::Duration kLookAgain = absl::Seconds(5);

// Delivers a request; a failure is retried later.
using Sender = std::function<absl::StatusOr<common::v1::DeliverEventsResponse>(
    const common::v1::DeliverEventsRequest&)>;

// The sender of a destination whose address nobody gave: events wait, and are
// seen to wait. FAILED_PRECONDITION.
Sender MakeNoSender();

// How the last attempt went.
struct Attempt {
  // InfinitePast before the first: nothing was there to ship.
  absl::Time time = absl::InfinitePast();
  // OK when it settled something.
  absl::StatusCode code = absl::StatusCode::kOk;
};

// The first in line, sent in vain.
struct Stuck {
  std::string event_id;
  // Type URL of its message.
  std::string type;
  // The first attempt in vain since the program started, and how many.
  absl::Time since;
  int64_t attempts = 0;
  // What the last one came to: a status code, or what the destination said.
  std::string reason;
  // The destination was there for the last one, and failed on this very event.
  bool is_own_fault = false;
};

// How long to wait after failures in a row: between half of twice as long as
// before and all of it, from kBackOffMin to kBackOffMax. Not thread-safe.
class BackOff {
 public:
  // Part 0 to 1 of the span within which the wait is drawn.
  absl::Duration Fail(double draw) {
    const absl::Duration wait = next_ * (0.5 + draw / 2);
    next_ = std::min(next_ * 2, kBackOffMax);
    return wait;
  }
  void Succeed() { next_ = kBackOffMin; }

 private:
  absl::Duration next_ = kBackOffMin;
};

// One destination. Thread-safe. The store and the clock outlive it.
//
// Logs the alarm `events_refused`, once until it is over, when the destination
// refuses all with a status that does not pass by itself (verdict.h), and
// `outbox_growing` with its figures when more waits than
// growth_alarm.h allows, and `outbox_drained` when that is over, each once.
class Shipper {
 public:
  // A null clock is the machine's. The thread looks for events when told, and
  // every `look_again`.
  Shipper(store::Store& store, std::string destination, Sender sender,
          const Clock* clock = nullptr, absl::Duration look_again = kLookAgain);
  // Stops the thread; what waits stays in the store.
  ~Shipper();

  // Starts the thread. Without it only ShipOnce ships.
  void Start();

  // Says that there may be something to ship; cheap, from any thread.
  void Notify();

  // Ships one delivery now: the number of events settled, 0 when none waits.
  // Events set aside are logged. Errors: those of the sender and of the store;
  // UNAVAILABLE when the destination settled nothing. Calls do not overlap.
  absl::StatusOr<int> ShipOnce();

  // One turn of the thread: ships, and answers how long to wait before the
  // next, unless told; ZeroDuration when more may be there, InfiniteDuration
  // when nothing is.
  absl::Duration RunOnce();

  const std::string& destination() const { return destination_; }
  Attempt last_attempt() const;
  // The first in line when the last attempt did not settle it.
  std::optional<Stuck> stuck() const;

 private:
  void Run();
  absl::StatusOr<int> Ship() ABSL_EXCLUSIVE_LOCKS_REQUIRED(shipping_);
  // Says when the queue grew or drained; `status` is of the last look.
  void Observe(const absl::Status& status)
      ABSL_EXCLUSIVE_LOCKS_REQUIRED(shipping_);
  // Remembers `event` as the first in line, or that none is stuck (null).
  void NoteStuck(const common::v1::Event* event, const std::string& reason,
                 bool is_own_fault);
  // Says once that `answer` to a whole delivery wants somebody to act.
  void NoteRefusal(const absl::Status& answer)
      ABSL_EXCLUSIVE_LOCKS_REQUIRED(shipping_);
  void LogSetAside(const common::v1::DeliverEventsResponse& response,
                   const common::v1::Event& event);

  store::Store& store_;
  const std::string destination_;
  const Sender sender_;
  const Clock& clock_;
  const absl::Duration look_again_;
  absl::Mutex shipping_;
  // All before it are settled: a scan need not pass their graves again.
  uint64_t from_sequence_ ABSL_GUARDED_BY(shipping_) = 0;
  // The last alarm that is not over; OK when none.
  absl::StatusCode refusal_ ABSL_GUARDED_BY(shipping_) = absl::StatusCode::kOk;
  GrowthAlarm alarm_ ABSL_GUARDED_BY(shipping_);
  mutable absl::Mutex mutex_;
  Attempt last_attempt_ ABSL_GUARDED_BY(mutex_);
  std::optional<Stuck> stuck_ ABSL_GUARDED_BY(mutex_);
  // Of the one thread that calls RunOnce.
  BackOff back_off_;
  absl::BitGen random_;
  StopSignal stop_;
  std::thread thread_;
};

}  // namespace entente::outbox

#endif  // SERVICES_COMMON_OUTBOX_SHIPPER_H_
