#include "services/common/gate/gate.h"

#include <optional>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "absl/time/clock.h"
#include "services/common/base/error.h"
#include "services/common/base/log.h"
#include "services/common/gate/access_context.h"
#include "services/common/gate/admission.h"
#include "services/common/gate/call_log.h"
#include "services/common/gate/error_wire.h"
#include "services/common/gate/gate_errors.h"
#include "services/common/gate/https_key_source.h"
#include "services/common/gate/peer.h"
#include "services/common/gate/trace.h"

namespace entente::gate {
namespace {

// The values of one metadata key.
std::vector<std::string> Metadata(const grpc::ServerContextBase& context,
                                  const char* key) {
  std::vector<std::string> values;
  const auto [begin, end] = context.client_metadata().equal_range(key);
  for (auto it = begin; it != end; ++it) {
    values.emplace_back(it->second.data(), it->second.size());
  }
  return values;
}

}  // namespace

void Trail::Note(const std::string& object, const absl::Status& outcome) {
  absl::MutexLock lock(&mutex_);
  has_entry_ = true;
  // A rehearsal that went well undoes its body by this code.
  is_permitted_ = outcome.ok() || absl::IsCancelled(outcome);
  is_unspent_ = is_permitted_;
  is_released_ = false;
  reason_ = ErrorReason(outcome);
  object_ = object;
}

bool Trail::Says(const absl::Status& outcome) const {
  absl::MutexLock lock(&mutex_);
  if (!has_entry_ || is_permitted_ != outcome.ok()) return false;
  return is_permitted_ || reason_ == ErrorReason(outcome);
}

bool Trail::Release() {
  absl::MutexLock lock(&mutex_);
  is_released_ = std::exchange(is_unspent_, false);
  return is_released_;
}

bool Trail::TakeReleased() {
  absl::MutexLock lock(&mutex_);
  return std::exchange(is_released_, false);
}

DenialLimiter::Decision Trail::Deny(const std::string& object) const {
  if (limiter_ == nullptr) return {DenialLimiter::Verdict::kOwnEntry, {}};
  return limiter_->Deny(denied_, clock_->Now(), object);
}

void Trail::NoteCounted(const std::string& object) {
  absl::MutexLock lock(&mutex_);
  is_counted_ = true;
  object_ = object;
}

bool Trail::is_counted() const {
  absl::MutexLock lock(&mutex_);
  return is_counted_;
}

std::string Trail::object() const {
  absl::MutexLock lock(&mutex_);
  return object_;
}

std::string Caller::Scope() const {
  return subject.empty() ? absl::StrCat("service:", peer)
                         : absl::StrCat("person:", subject);
}

absl::StatusOr<std::unique_ptr<Gate>> Gate::Create(GateOptions options,
                                                   const Clock& clock,
                                                   AuditSink& audit) {
  if (options.token_rules.issuer.empty() ||
      options.token_rules.audience.empty()) {
    return absl::FailedPreconditionError(
        "The gate needs the issuer and the audience of the tokens.");
  }
  ENTENTE_ASSIGN_OR_RETURN(MethodTable methods,
                           MethodTable::Build(options.services));
  ENTENTE_ASSIGN_OR_RETURN(
      std::unique_ptr<PolicyKeeper> policy,
      PolicyKeeper::Open(options.policy_path, options.policy_mark));
  ENTENTE_ASSIGN_OR_RETURN(std::unique_ptr<KeySource> keys,
                           MakeKeySource(options.jwks_path, options.jwks_ca));
  std::unique_ptr<Gate> gate(new Gate(std::move(options), clock, audit,
                                      std::move(methods), std::move(policy),
                                      std::move(keys)));
  ENTENTE_RETURN_IF_ERROR(gate->keys_.Refresh());
  return gate;
}

Gate::Gate(GateOptions options, const Clock& clock, AuditSink& audit,
           MethodTable methods, std::unique_ptr<PolicyKeeper> policy,
           std::unique_ptr<KeySource> keys)
    : options_(std::move(options)),
      domain_(absl::StrCat(options_.name, ".entente.be")),
      clock_(clock),
      audit_(audit),
      methods_(std::move(methods)),
      verifier_(KeySet(), options_.token_rules, clock),
      keys_(std::move(keys), verifier_, clock),
      policy_(std::move(policy)),
      denials_(options_.denial_limits) {}

// Both log their refusal; what was in force stays so.
void Gate::ReloadPolicyIfChanged() { policy_->ReloadIfChanged().IgnoreError(); }
void Gate::RefreshKeysIfDue() { keys_.RefreshIfDue().IgnoreError(); }

void Gate::ReloadIfChanged() {
  ReloadPolicyIfChanged();
  RefreshKeysIfDue();
}

void Gate::SetRevocation(std::shared_ptr<const Revocation> revocation) {
  absl::MutexLock lock(&mutex_);
  revocation_ = std::move(revocation);
}

void Gate::SetPolicy(std::shared_ptr<const Policy> policy) {
  policy_->Set(std::move(policy));
}

Gate::Call Gate::Begin(grpc::ServerContextBase& context,
                       const std::string& method, std::string object) {
  Call call;
  call.caller.trail = std::make_shared<Trail>(denials_, clock_);
  call.caller.object = std::move(object);
  if (const MethodRule* rule = methods_.Find(method); rule != nullptr) {
    call.is_open_read = rule->is_open_read;
    call.is_streaming = rule->is_streaming;
  }
  call.started = absl::Now();
  call.caller.method = method;
  call.caller.now = clock_.Now();
  const std::vector<std::string> traces = Metadata(context, kTraceKey);
  call.caller.trace_id =
      traces.size() == 1 && IsTraceId(traces[0]) ? traces[0] : NewTraceId();
  context.AddInitialMetadata(kTraceKey, call.caller.trace_id);
  return call;
}

absl::Status Gate::Admit(const grpc::ServerContextBase& context, Call& call) {
  Caller& caller = call.caller;
  const MethodRule* rule = methods_.Find(caller.method);
  if (rule == nullptr) return MethodUnknown();
  caller.permission = rule->permission;
  // One policy for the whole decision, even when it is replaced meanwhile.
  const std::shared_ptr<const Policy> policy = this->policy();
  ENTENTE_RETURN_IF_ERROR(AdmitPeer(context, *policy, call));

  Presented presented;
  presented.holder.peer = caller.peer;
  const std::vector<std::string> tokens = Metadata(context, "authorization");
  if (tokens.size() > 1) {
    call.cause = "authorization_not_one";
    return TokenRefused();
  }
  if (!tokens.empty()) {
    presented.holder.is_person = true;
    ENTENTE_ASSIGN_OR_RETURN(presented.holder.roles,
                             AdmitPerson(context, tokens[0], call));
  }
  const absl::Time deadline = DeadlineOf(context, *rule);
  presented.is_deadline_past = deadline <= absl::Now();
  presented.access = Metadata(context, kAccessContextKey);
  Admission admission;
  const absl::Status decided =
      DecideAdmission(*policy, *rule, presented, admission);
  caller.roles = std::move(admission.roles);
  caller.rule = std::move(admission.rule);
  caller.access = std::move(admission.access);
  ENTENTE_RETURN_IF_ERROR(decided);
  caller.deadline = deadline;
  // Before anything is looked up: the caller may be trying handle after handle.
  if (rule->is_restricted) {
    const auto held =
        denials_.HeldFor({caller.peer, caller.subject}, clock_.Now());
    if (held) return DenialsLimit(*held);
  }
  return absl::OkStatus();
}

absl::Status Gate::AdmitPeer(const grpc::ServerContextBase& context,
                             const Policy& policy, Call& call) const {
  absl::StatusOr<std::string> peer =
      IdentifyPeer(*context.auth_context(), policy.trust_domain());
  if (!peer.ok()) {
    call.cause = std::string(peer.status().message());
    return PeerRefused();
  }
  call.caller.peer = *std::move(peer);
  // Connections live for hours; the handshake asked only once.
  if (const auto revocation = this->revocation(); revocation != nullptr) {
    call.caller.certificate = std::make_shared<const std::string>(
        PeerCertificatePem(*context.auth_context()));
    if (absl::Status good = revocation->Check(*call.caller.certificate);
        !good.ok()) {
      call.cause = std::string(good.message());
      return PeerRefused();
    }
  }
  return absl::OkStatus();
}

absl::StatusOr<std::vector<std::string>> Gate::AdmitPerson(
    const grpc::ServerContextBase& context, const std::string& authorization,
    Call& call) {
  absl::string_view token = authorization;
  if (!absl::ConsumePrefix(&token, "Bearer ")) {
    call.cause = "authorization_not_bearer";
    return TokenRefused();
  }
  const auto certificate = [&] {
    return PeerCertificateSha256(*context.auth_context());
  };
  absl::StatusOr<TokenClaims> claims = verifier_.Verify(token, certificate);
  // The provider may have changed its keys since we last looked.
  if (!claims.ok() &&
      (claims.status().message() == kKidUnknown ||
       claims.status().message() == kKeysStale) &&
      keys_.RefreshOnDemand()) {
    claims = verifier_.Verify(token, certificate);
  }
  if (!claims.ok()) {
    call.cause = std::string(claims.status().message());
    return TokenRefused();
  }
  call.caller.subject = claims->subject;
  call.caller.expires = claims->expires + options_.token_rules.leeway;
  return std::move(claims->roles);
}

absl::Time Gate::DeadlineOf(const grpc::ServerContextBase& context,
                            const MethodRule& rule) const {
  const absl::Time now = absl::Now();
  const absl::Time stated = absl::FromChrono(context.deadline());
  // gRPC spells "none" as the end of its clock.
  if (stated < now + absl::Hours(24 * 365)) return stated;
  return rule.is_streaming ? absl::InfiniteFuture()
                           : now + options_.default_timeout;
}

absl::Status Gate::CheckAgain(const Caller& caller) const {
  if (clock_.Now() > caller.expires) return TokenExpired();
  if (absl::Now() > caller.deadline) return DeadlinePast();
  if (const auto revocation = this->revocation(); revocation != nullptr) {
    const std::string pem = caller.certificate ? *caller.certificate : "";
    if (!revocation->Check(pem).ok()) return PeerRefused();
  }
  const Holder holder = {caller.peer, !caller.subject.empty(), caller.roles};
  return RuleFor(*policy(), caller.permission, holder).empty()
             ? PermissionMissing(caller.permission)
             : absl::OkStatus();
}

grpc::Status Gate::RefuseUnreadable(grpc::ServerContextBase& context,
                                    const std::string& method) {
  Call call = Begin(context, method, "");
  if (absl::Status status = Admit(context, call); !status.ok()) {
    return Deny(call, std::move(status));
  }
  call.is_handled = true;
  return Deny(call, RequestUnreadable());
}

grpc::Status Gate::Deny(const Call& call, absl::Status status) {
  const Caller& caller = call.caller;
  const DenialLimiter::Decision decision =
      denials_.Deny({caller.peer, caller.subject}, clock_.Now(), caller.object);
  if (decision.verdict == DenialLimiter::Verdict::kOwnEntry) {
    return Finish(call, std::move(status));
  }
  const absl::Status limit = DenialsLimit(decision.wait);
  if (decision.verdict == DenialLimiter::Verdict::kLastEntry) {
    return Finish(call, limit);
  }
  if (denials_.is_full()) RecordCountedDenials();
  return ToWire(limit, domain_, caller.trace_id);
}

grpc::Status Gate::Conclude(const Call& call, absl::Status status) {
  const Trail& trail = *call.caller.trail;
  if (IsDenial(status.code()) && !trail.Says(status)) {
    return Deny(call, std::move(status));
  }
  // Nothing leaves with it, so it needs no entry beside its place in a number.
  if (trail.is_counted() && ErrorReason(status) == kDenialsLimit) {
    if (denials_.is_full()) RecordCountedDenials();
    return ToWire(status, domain_, call.caller.trace_id);
  }
  return Finish(call, std::move(status));
}

void Gate::RecordCountedDenials(absl::Time now) {
  int64_t lost_callers = 0;
  int64_t lost_calls = 0;
  std::string cause;
  for (const CountedDenials& denials : denials_.TakeDue(now)) {
    Caller caller;
    caller.peer = denials.caller.peer;
    caller.subject = denials.caller.subject;
    caller.trail = std::make_shared<Trail>();
    CallOutcome outcome;
    outcome.code = absl::StatusCode::kResourceExhausted;
    outcome.reason = kDenialsLimit;
    outcome.time = clock_.Now();
    caller.now = outcome.time;
    outcome.counted_calls = denials.calls;
    outcome.counted_objects = denials.objects;
    outcome.has_more_objects = denials.has_more_objects;
    if (absl::Status recorded = audit_.Record(caller, outcome);
        !recorded.ok()) {
      denials_.PutBack(denials);
      ++lost_callers;
      lost_calls += denials.calls;
      cause = std::string(recorded.message());
      continue;
    }
    LogWarning("denials_counted",
               {{"peer", caller.peer}, {"calls", absl::StrCat(denials.calls)}});
  }
  // One line, whatever the number of callers: the log of a machine in trouble
  // is not to be filled by strangers either.
  if (lost_callers == 0) return;
  LogError("denials_not_recorded", {{"callers", absl::StrCat(lost_callers)},
                                    {"calls", absl::StrCat(lost_calls)},
                                    {"cause", cause}});
}

grpc::Status Gate::Finish(const Call& call, absl::Status status) {
  CallOutcome outcome;
  outcome.code = status.code();
  outcome.reason = ErrorReason(status);
  outcome.duration = absl::Now() - call.started;
  outcome.is_handled = call.is_handled;
  outcome.is_recorded = call.caller.trail->Says(status);
  outcome.time = clock_.Now();
  outcome.is_open_read = call.is_open_read;
  outcome.is_streaming = call.is_streaming;
  std::string cause = call.cause;
  if (absl::Status recorded = audit_.Record(call.caller, outcome);
      !recorded.ok()) {
    cause = absl::StrCat("audit: ", std::string(recorded.message()));
    if (absl::IsInternal(recorded)) {
      status = recorded;
    } else if (!absl::IsUnavailable(status)) {
      status = IsLogClosed(recorded) ? recorded : AuditUnavailable();
    }
    outcome.code = status.code();
    outcome.reason = ErrorReason(status);
  }
  LogCall(call.caller, outcome, cause, status);
  return ToWire(status, domain_, call.caller.trace_id);
}

}  // namespace entente::gate
