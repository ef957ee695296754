// Keeps the keys of a verifier fresh.
//
// Keys are taken from a source that may fail or answer garbage; the last good
// ones then stay in use for an hour, no longer. The limit holds by itself: the
// verifier is given each set with the time it may be used until, so nothing
// that stops running can leave old keys open.
#ifndef SERVICES_COMMON_GATE_KEY_KEEPER_H_
#define SERVICES_COMMON_GATE_KEY_KEEPER_H_

#include <memory>
#include <string>

#include "absl/base/thread_annotations.h"
#include "absl/status/status.h"
#include "absl/synchronization/mutex.h"
#include "absl/time/time.h"
#include "services/common/base/clock.h"
#include "services/common/gate/key_source.h"
#include "services/common/gate/token.h"

namespace entente::gate {

// How long keys are used after their source last confirmed them.
inline constexpr absl::Duration kKeysKeptMax = absl::Hours(1);
// Least time between two looks that a caller's unknown key provokes.
inline constexpr absl::Duration kKeysDemandPeriod = absl::Seconds(10);
// When the source failed, it is asked again after this at the latest.
inline constexpr absl::Duration kKeysRetryPeriod = absl::Seconds(30);

// Thread-safe. Logs `keys_loaded`, and the alarms `keys_refused` (the source
// failed; once per cause) and `keys_stale` (no token is accepted any more).
class KeyKeeper {
 public:
  // `verifier` and `clock` outlive the keeper.
  KeyKeeper(std::unique_ptr<KeySource> source, TokenVerifier& verifier,
            const Clock& clock);

  // Asks the source now and waits for it. Errors: FAILED_PRECONDITION with a
  // sentence naming the source and the fault; the keys in use stay.
  absl::Status Refresh();

  // Refresh when it is time: the source's period, or sooner after a failure.
  absl::Status RefreshIfDue();

  // Refresh because a token names an unknown key; at most once in
  // kKeysDemandPeriod and by one thread, so that strangers' tokens cannot keep
  // the service asking. False: nothing was asked, judge by what is there.
  bool RefreshOnDemand();

 private:
  absl::Status Ask() ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);
  absl::Status Take(const std::string& text, absl::Time now)
      ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);
  void Complain(const absl::Status& fault, absl::Time now)
      ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);

  const std::unique_ptr<KeySource> source_;
  TokenVerifier& verifier_;
  const Clock& clock_;
  absl::Mutex mutex_;
  std::string digest_ ABSL_GUARDED_BY(mutex_);
  std::string complaint_ ABSL_GUARDED_BY(mutex_);
  bool is_stale_told_ ABSL_GUARDED_BY(mutex_) = false;
  absl::Time confirmed_ ABSL_GUARDED_BY(mutex_) = absl::InfinitePast();
  absl::Time asked_ ABSL_GUARDED_BY(mutex_) = absl::InfinitePast();
  absl::Time demanded_ ABSL_GUARDED_BY(mutex_) = absl::InfinitePast();
};

}  // namespace entente::gate

#endif  // SERVICES_COMMON_GATE_KEY_KEEPER_H_
