// Who calls, what became of the call, and what it left in the access log: what
// the gate tells handlers and whoever records.
#ifndef SERVICES_COMMON_GATE_CALLER_H_
#define SERVICES_COMMON_GATE_CALLER_H_

#include <cstdint>
#include <memory>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "absl/base/thread_annotations.h"
#include "absl/status/status.h"
#include "absl/synchronization/mutex.h"
#include "absl/time/time.h"
#include "entente/common/v1/access.pb.h"
#include "services/common/base/clock.h"
#include "services/common/gate/denial_limiter.h"

namespace entente::gate {

// What a call has left in the access log so far. Shared by the copies of a
// Caller. Thread-safe.
class Trail {
 public:
  Trail() = default;
  // Denials by the handler are limited by `limiter`, which outlives the trail,
  // as does `clock`.
  Trail(DenialLimiter& limiter, const Clock& clock)
      : limiter_(&limiter), clock_(&clock) {}

  // An entry of this call about `object` is on disk and says `outcome`.
  void Note(const std::string& object, const absl::Status& outcome);

  // The last entry says of the call what `outcome` says: permitted, or refused
  // for the same reason. False while there is none.
  bool Says(const absl::Status& outcome) const;

  // What the last entry speaks of; empty while there is none.
  std::string object() const;

  // Whose denials the handler's are; set by the gate.
  void set_denied(DeniedCaller denied) { denied_ = std::move(denied); }

  // One more denial about `object`, by the handler: whether it has an entry of
  // its own. Counts it. Always kOwnEntry where nothing limits.
  DenialLimiter::Decision Deny(const std::string& object) const;

  // The last denial was counted and has no entry.
  void NoteCounted(const std::string& object);
  bool is_counted() const;

 private:
  template <class Stream>
  friend class RecordedWriter;
  friend class Gate;

  // One message of a stream may leave: the last entry permits it, and has let
  // no other leave.
  bool Release();
  // The message that was released, once, when it reaches the wire; false when
  // none was.
  bool TakeReleased();

  DenialLimiter* const limiter_ = nullptr;
  const Clock* const clock_ = nullptr;
  // Unchanged once a handler runs.
  DeniedCaller denied_;
  mutable absl::Mutex mutex_;
  bool is_counted_ ABSL_GUARDED_BY(mutex_) = false;
  bool has_entry_ ABSL_GUARDED_BY(mutex_) = false;
  bool is_permitted_ ABSL_GUARDED_BY(mutex_) = false;
  // Of the last entry: no message has left on it.
  bool is_unspent_ ABSL_GUARDED_BY(mutex_) = false;
  bool is_released_ ABSL_GUARDED_BY(mutex_) = false;
  std::string reason_ ABSL_GUARDED_BY(mutex_);
  std::string object_ ABSL_GUARDED_BY(mutex_);
};

// Who calls, as established by the gate; a value, safe to copy.
struct Caller {
  // `sub` of the token; empty when a service calls for itself.
  std::string subject;
  // SPIFFE id of the certificate: "spiffe://entente.local/svc/indicators".
  std::string peer;
  // That certificate in PEM, its chain after it; null without revocation lists.
  std::shared_ptr<const std::string> certificate = nullptr;
  // Roles of the token that the policy knows.
  std::vector<std::string> roles;
  // BelGov-Trace-Id of the call; also in every log line about it.
  std::string trace_id;
  // Purpose and reference; set only when the method is restricted.
  entente::common::v1::AccessContext access;
  // "entente.conventions.v1.BudgetService/CreateLine".
  std::string method;
  // The permission that the method declares and the caller was found to hold.
  std::string permission;
  // What gave it: "role.finance" or "peer"; empty until something did.
  std::string rule;
  // Resource name that the request names (its `name`, `parent` or that of the
  // resource it holds), as sent; empty when none.
  std::string object;
  // When the call was admitted: the clock of everything the handler decides.
  absl::Time now;
  // The handler gives up after this, by the machine's clock: the client's
  // deadline, or the imposed one for a unary call.
  absl::Time deadline = absl::InfiniteFuture();
  // When the token stops being accepted; InfiniteFuture without a token.
  absl::Time expires = absl::InfiniteFuture();
  // Null only in tests that make a Caller by hand.
  std::shared_ptr<Trail> trail = nullptr;

  // "person:<subject>" or "service:<peer>": scope of request ids.
  std::string Scope() const;
};

// What became of a call; no content.
struct CallOutcome {
  absl::StatusCode code = absl::StatusCode::kOk;
  // Stable reason of the refusal; empty when OK.
  std::string reason = {};
  absl::Duration duration = {};
  // False when the gate itself refused, before any handler ran.
  bool is_handled = false;
  // An entry that says so is on disk already.
  bool is_recorded = false;
  // When it came to this.
  absl::Time time = {};
  // The method is answered without an entry when it is permitted.
  bool is_open_read = false;
  bool is_streaming = false;
  // Calls that this stands for when it is more than itself: denials that were
  // counted (denial_limiter.h), of any method. 0: one call.
  int64_t counted_calls = 0;
  // Of those: the objects that were asked for, and whether there were more.
  std::set<std::string> counted_objects = {};
  bool has_more_objects = false;
};

// Told of the outcome of every call before its reply leaves, denied calls too;
// sees to it that what must have an entry has one. Implementations are
// thread-safe. When Record fails no content leaves and the call fails with
// UNAVAILABLE (AUDIT_UNAVAILABLE, unless the call was unavailable before), or
// with INTERNAL when Record answers INTERNAL: a fault of the handler. A
// stream's handler records what it sends itself, before it sends it.
class AuditSink {
 public:
  virtual ~AuditSink() = default;
  virtual absl::Status Record(const Caller& caller,
                              const CallOutcome& outcome) = 0;
};

}  // namespace entente::gate

#endif  // SERVICES_COMMON_GATE_CALLER_H_
