// The store as one call writes to it: every transaction carries the entry of
// the call in the same batch, with its outcome, also when the body failed.
//
//   audit::RecordedStore store(store_, log_, caller);
//   return replay::RunOnce<Line>(store, CallOf(caller), request, body);
#ifndef SERVICES_COMMON_AUDIT_RECORDED_STORE_H_
#define SERVICES_COMMON_AUDIT_RECORDED_STORE_H_

#include <functional>
#include <memory>
#include <string>
#include <utility>

#include "absl/status/status.h"
#include "services/common/audit/access_log.h"
#include "services/common/gate/gate.h"
#include "services/common/store/store.h"

namespace entente::audit {

// Says more of the outcome than that the body was permitted or refused: sets
// the entry's rule, outcome and reason. Runs in the transaction.
using Describe =
    std::function<void(const absl::Status& outcome, AuditEntry& entry)>;

// Finds the version of the object named, as `reader` has it; 0 when it has
// none. Runs in the transaction, after its body.
using VersionOf =
    std::function<int64_t(const store::Reader& reader, const std::string&)>;

// Lives as long as one call and belongs to its thread. `store`, `log` and
// `caller` outlive it. Errors of Transact besides those of the store:
// UNAVAILABLE / AUDIT_UNAVAILABLE when the entry cannot be made, or the reason
// for which the log is closed (log_guard.h); nothing is written then.
// RESOURCE_EXHAUSTED / DENIALS_LIMIT instead of a denial whose caller was
// denied too often (gate/denial_limiter.h): beyond the first of them it is
// counted with its object, without entry and without a write.
class RecordedStore final : public store::Store {
 public:
  // The entry speaks of the object that the request names.
  RecordedStore(store::Store& store, const AccessLog& log,
                const gate::Caller& caller)
      : RecordedStore(store, log, caller, caller.object) {}
  // The entry speaks of `object` instead; `describe` may be empty.
  RecordedStore(store::Store& store, const AccessLog& log,
                const gate::Caller& caller, std::string object,
                Describe describe = nullptr)
      : store_(store),
        log_(log),
        caller_(caller),
        object_(std::move(object)),
        describe_(std::move(describe)) {}

  // CANCELLED counts as permitted: it is how a rehearsal (validate_only) that
  // succeeded undoes its body.
  absl::Status Transact(Body body) override;
  absl::Status Transact(Body body, Epilogue epilogue) override;

  // Writes the entry and nothing else: before what was read leaves.
  absl::Status Record();

  // What entries say of the object's version, when the call is permitted.
  // Without it they say none.
  void set_version_of(VersionOf version_of) {
    version_of_ = std::move(version_of);
  }

  // What the entry says from now on; a stream lives longer than a moment.
  void set_time(absl::Time time) { time_ = time; }

  std::unique_ptr<store::Snapshot> Read() const override {
    return store_.Read();
  }
  bool IsWritable() const override { return store_.IsWritable(); }

 private:
  // What the epilogue came to.
  struct Ending {
    bool is_appended = false;
    bool is_counted = false;
    // OK, or what a denial is answered instead.
    absl::Status limit;
  };

  absl::Status Run(Body body, Epilogue* epilogue);
  absl::Status End(store::Transaction& transaction, const absl::Status& outcome,
                   AuditEntry entry, Ending& ending) const;

  store::Store& store_;
  const AccessLog& log_;
  const gate::Caller& caller_;
  const std::string object_;
  const Describe describe_;
  VersionOf version_of_;
  absl::Time time_ = caller_.now;
};

}  // namespace entente::audit

#endif  // SERVICES_COMMON_AUDIT_RECORDED_STORE_H_
