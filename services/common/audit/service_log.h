// The access log of one program, with everything around it: pseudonyms, the
// recorder behind the gate, signed checkpoints, and the RPCs for oversight.
//
//   ENTENTE_ASSIGN_OR_RETURN(
//       const auto access_log,
//       audit::ServiceLog::Open(*store, data + "/audit-keys", source_id,
//       clock, witnesses));
//   gate = gate::Gate::Create(options, clock, access_log->recorder());
//   XService x(*gate, *store, access_log->log());
//   audit::AuditService audits(*gate, *store, access_log->log(),
//                              access_log->signer());
//   …start the server…
//   access_log->StartSigning();
#ifndef SERVICES_COMMON_AUDIT_SERVICE_LOG_H_
#define SERVICES_COMMON_AUDIT_SERVICE_LOG_H_

#include <memory>
#include <string>

#include "absl/status/statusor.h"
#include "services/common/audit/access_log.h"
#include "services/common/audit/checkpoint_signer.h"
#include "services/common/audit/checkpoint_ticker.h"
#include "services/common/audit/gate_access.h"
#include "services/common/audit/pseudonym.h"
#include "services/common/audit/tamper_guard.h"
#include "services/common/audit/witness_keeper.h"
#include "services/common/base/clock.h"
#include "services/common/gate/gate.h"
#include "services/common/store/store.h"

namespace entente::audit {

// Thread-safe; `store` and `clock` outlive it, and it outlives gate and
// services.
class ServiceLog {
 public:
  // `keys_dir` holds the keys of pseudonyms and checkpoints, outside the store
  // and its backups; made when missing. `source_id` is the SPIFFE id of the
  // program. With `witnesses` the log is closed until each was asked once
  // after StartSigning. Errors: FAILED_PRECONDITION with a sentence naming the
  // file.
  static absl::StatusOr<std::unique_ptr<ServiceLog>> Open(
      store::Store& store, const std::string& keys_dir,
      const std::string& source_id, const Clock& clock,
      WitnessSetup witnesses = {});

  const AccessLog& log() const { return log_; }
  gate::AuditSink& recorder() { return recorder_; }
  CheckpointSigner& signer() { return *signer_; }

  // Null without witnesses.
  WitnessKeeper* witnesses() { return keeper_.get(); }

  // False while the key of pseudonyms is missing or the log is closed, by the
  // witnesses or once a checkpoint was refused since the log is broken, rolled
  // back or forked: no entry is made then, so no call is answered, but those
  // that read the log itself (audit_service.h). Readiness asks once a second.
  bool IsReady() {
    const bool is_witnessed = keeper_ == nullptr || keeper_->Watch();
    return pseudonymizer_->LookForKey() && is_witnessed &&
           guard_.CheckOpen().ok();
  }

  // Signs checkpoints from now on, and a last one when the log is destroyed.
  void StartSigning();

 private:
  ServiceLog(store::Store& store, std::unique_ptr<Pseudonymizer> pseudonymizer,
             std::unique_ptr<CheckpointSigner> signer,
             std::unique_ptr<WitnessKeeper> keeper, const Clock& clock);

  const std::unique_ptr<Pseudonymizer> pseudonymizer_;
  const std::unique_ptr<WitnessKeeper> keeper_;
  TamperGuard guard_;
  const AccessLog log_;
  CallRecorder recorder_;
  const std::unique_ptr<CheckpointSigner> signer_;
  const Clock& clock_;
  std::unique_ptr<CheckpointTicker> ticker_;
};

// What a program that keeps a log tells the watch of readiness, each second:
// its store takes writes, and its log entries.
inline bool IsReady(const store::Store& store, ServiceLog& log) {
  return store.IsWritable() && log.IsReady();
}

}  // namespace entente::audit

#endif  // SERVICES_COMMON_AUDIT_SERVICE_LOG_H_
