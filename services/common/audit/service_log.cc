#include "services/common/audit/service_log.h"

#include <utility>

#include "services/common/base/error.h"

namespace entente::audit {

absl::StatusOr<std::unique_ptr<ServiceLog>> ServiceLog::Open(
    store::Store& store, const std::string& keys_dir,
    const std::string& source_id, const Clock& clock, WitnessSetup witnesses) {
  ENTENTE_ASSIGN_OR_RETURN(
      auto pseudonymizer,
      Pseudonymizer::Open(keys_dir, clock.Now(), [&store](int year) {
        return HasEntriesOf(*store.Read(), year);
      }));
  ENTENTE_ASSIGN_OR_RETURN(
      auto signer,
      CheckpointSigner::Open(store, keys_dir, OriginOf(source_id)));
  std::unique_ptr<WitnessKeeper> keeper;
  if (!witnesses.witnesses.empty()) {
    ENTENTE_ASSIGN_OR_RETURN(
        keeper, WitnessKeeper::Open(store, clock, std::move(witnesses)));
  }
  return std::unique_ptr<ServiceLog>(
      new ServiceLog(store, std::move(pseudonymizer), std::move(signer),
                     std::move(keeper), clock));
}

ServiceLog::ServiceLog(store::Store& store,
                       std::unique_ptr<Pseudonymizer> pseudonymizer,
                       std::unique_ptr<CheckpointSigner> signer,
                       std::unique_ptr<WitnessKeeper> keeper,
                       const Clock& clock)
    : pseudonymizer_(std::move(pseudonymizer)),
      keeper_(std::move(keeper)),
      guard_(keeper_.get()),
      log_(*pseudonymizer_, &guard_),
      recorder_(store, log_),
      signer_(std::move(signer)),
      clock_(clock) {
  // Reading the whole log takes time; what its head alone tells is known before
  // the first call.
  guard_.Judge(signer_->CompareHead());
  signer_->SetListener([this](const absl::StatusOr<AuditCheckpoint>& made) {
    guard_.Judge(made.status());
    if (made.ok() && keeper_ != nullptr) keeper_->Submit(*made);
  });
}

void ServiceLog::StartSigning() {
  if (keeper_ != nullptr) keeper_->Start();
  ticker_ = std::make_unique<CheckpointTicker>(*signer_, clock_);
}

}  // namespace entente::audit
