#include "services/common/audit/checkpoint_ticker.h"

#include <string>

#include "services/common/base/error.h"
#include "services/common/base/log.h"

namespace entente::audit {

CheckpointTicker::CheckpointTicker(CheckpointSigner& signer, const Clock& clock,
                                   absl::Duration interval)
    : signer_(signer),
      clock_(clock),
      interval_(interval),
      thread_([this] { Loop(); }) {}

CheckpointTicker::~CheckpointTicker() {
  stop_.Stop();
  thread_.join();
}

void CheckpointTicker::Loop() {
  do {
    Sign();
  } while (!stop_.WaitFor(interval_));
  Sign();
}

void CheckpointTicker::Sign() {
  const absl::Status status = signer_.Sign(clock_.Now()).status();
  if (status.ok()) return;
  LogError("audit_checkpoint_refused",
           {{"reason", ErrorReason(status)},
            {"cause", std::string(status.message())}});
}

}  // namespace entente::audit
