// Signs a checkpoint now and then, on a thread of its own.
#ifndef SERVICES_COMMON_AUDIT_CHECKPOINT_TICKER_H_
#define SERVICES_COMMON_AUDIT_CHECKPOINT_TICKER_H_

#include <thread>

#include "absl/time/time.h"
#include "services/common/audit/checkpoint_signer.h"
#include "services/common/base/clock.h"
#include "services/common/base/stop_signal.h"

namespace entente::audit {

// One a year and hour is 8 784: a number of files that a bundle may have.
inline constexpr absl::Duration kCheckpointInterval = absl::Hours(1);

// Signs at start, every `interval`, and at the end. A refusal is logged as
// error "audit_checkpoint_refused" with its reason, and tried again.
class CheckpointTicker {
 public:
  // `signer` and `clock` outlive the ticker.
  CheckpointTicker(CheckpointSigner& signer, const Clock& clock,
                   absl::Duration interval = kCheckpointInterval);
  // Signs what is there and waits for it.
  ~CheckpointTicker();

 private:
  void Loop();
  void Sign();

  CheckpointSigner& signer_;
  const Clock& clock_;
  const absl::Duration interval_;
  StopSignal stop_;
  std::thread thread_;
};

}  // namespace entente::audit

#endif  // SERVICES_COMMON_AUDIT_CHECKPOINT_TICKER_H_
