// One door for every call.
//
// A service owns one Door per gRPC service it implements and passes every RPC
// through it:
//
//   grpc::Status BudgetService::CreateLine(grpc::ServerContext* context,
//                                          const CreateLineRequest* request,
//                                          Line* response) {
//     return door_.Serve(context, __func__, *request, response,
//                        [&](const gate::Caller& caller) {
//                          return CreateLineFor(caller, *request);
//                        });
//   }
//
// Order, fixed: identify the peer (mutual TLS, one SPIFFE URI) -> token of the
// person (at most one `authorization: Bearer`) -> permission that the .proto
// declares for the method -> deadline -> purpose when the method is restricted
// -> handler -> audit -> reply. A call without a token is judged by what the
// policy grants the peer itself. Object grants are the service's own question.
//
// Every call that is not an open read leaves an entry in the access log, and
// every refusal does: one of its own, or, when the gate denies more than
// DenialLimits allows, a place in an entry that says how many. So do denials by
// handlers: PERMISSION_DENIED, UNAUTHENTICATED, and what the handler's entry
// calls denied, though it is told as missing. A handler that
// changes something writes the entry in the transaction of the change
// (audit/recorded_store.h) and so sets the caller's trail; what leaves no trail
// is recorded by the gate, or, where it should have been, fails.
#ifndef SERVICES_COMMON_GATE_GATE_H_
#define SERVICES_COMMON_GATE_GATE_H_

#include <cstdint>
#include <map>
#include <memory>
#include <string>
#include <type_traits>
#include <utility>
#include <vector>

#include "absl/base/thread_annotations.h"
#include "absl/functional/function_ref.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/synchronization/mutex.h"
#include "absl/time/time.h"
#include "google/protobuf/message.h"
#include "grpcpp/grpcpp.h"
#include "services/common/base/clock.h"
#include "services/common/channel/revocation.h"
#include "services/common/gate/caller.h"
#include "services/common/gate/denial_limiter.h"
#include "services/common/gate/key_keeper.h"
#include "services/common/gate/method_table.h"
#include "services/common/gate/policy.h"
#include "services/common/gate/policy_keeper.h"
#include "services/common/gate/token.h"

namespace entente::gate {

struct GateOptions {
  // Short name of the service: "conventions"; the error domain becomes
  // "conventions.entente.be".
  std::string name = {};
  // Full names of the gRPC services behind the door.
  std::vector<std::string> services = {};
  std::string policy_path = {};
  // Where the version of the policy is kept over restarts.
  PolicyMark policy_mark = {};
  // The provider's key set: a file or an https address, and for an address the
  // authorities of its server (empty: the machine's).
  std::string jwks_path = {};
  std::string jwks_ca = {};
  TokenRules token_rules = {};
  // Imposed when the client states no deadline.
  absl::Duration default_timeout = absl::Seconds(30);
  // Streams hold a thread each: at most half of the server's threads.
  int max_streams = 16;
  int max_streams_per_peer = 8;
  DenialLimits denial_limits = {};
};

// Thread-safe; shared by all services of a process and outlives them.
class Gate {
 public:
  // Reads policy, keys and the access options of `options.services`. `clock`
  // and `audit` outlive the gate. Errors: FAILED_PRECONDITION
  // with a sentence naming the file or the RPC at fault.
  static absl::StatusOr<std::unique_ptr<Gate>> Create(GateOptions options,
                                                      const Clock& clock,
                                                      AuditSink& audit);

  // Records what was counted of denials and is due at `now` by the gate's clock
  // (DenialLimits), as one entry for each caller; what cannot be recorded is
  // kept for the next time, with one alarm. Called by the server once a second,
  // and with InfiniteFuture when it has stopped.
  void RecordCountedDenials(absl::Time now);
  void RecordCountedDenials() { RecordCountedDenials(clock_.Now()); }

  // The answer to a call of `method` ("entente.x.v1.YService/GetZ") whose
  // request is no message: its refusal by the gate, or INVALID_ARGUMENT /
  // REQUEST_UNREADABLE. Recorded like that of a handler, limited like a denial.
  grpc::Status RefuseUnreadable(grpc::ServerContextBase& context,
                                const std::string& method);

  // Looks at the policy file, and when due at the keys; takes what is new and
  // good. What is bad changes nothing and raises an alarm in the log; keys that
  // cannot be confirmed for an hour refuse every token. Called by the server
  // once a second, each from a thread of its own: the keys wait for their
  // source, the policy for nothing.
  void ReloadPolicyIfChanged();
  void RefreshKeysIfDue();
  // Both.
  void ReloadIfChanged();

  // Cancels open streams whose right is gone (see Door::Recheck): one on which
  // nobody says anything would keep its thread. At the third look that finds it
  // so, since a handler that looks for itself has told its client why by then;
  // this way the client sees CANCELLED, and the entry says why. Called by the
  // server once a second.
  void CancelStreamsWithoutRight();

  // Whether a message of `method`, which is restricted, may leave by `context`:
  // its stream passed a door, and RecordedWriter released it on an entry of its
  // own. If not, the handler is at fault: an alarm, and the stream ends with
  // INTERNAL. The server asks before each message, whoever sends it
  // (server/stream_messages.h).
  bool MaySend(const grpc::ServerContextBase& context,
               const std::string& method);

  // Peers whose certificate `revocation` refuses are refused, each call anew,
  // as PEER_REFUSED. The server sets it when it has lists.
  void SetRevocation(std::shared_ptr<const Revocation> revocation);

  // Replaces the policy until the file changes; for tests.
  void SetPolicy(std::shared_ptr<const Policy> policy);

  const GateOptions& options() const { return options_; }
  const MethodTable& methods() const { return methods_; }
  // The policy in force; a decision asks for it once.
  std::shared_ptr<const Policy> policy() const { return policy_->policy(); }

 private:
  friend class Door;
  // One call on its way through the door.
  struct Call {
    Caller caller;
    // Precise cause of a refusal, for the log only.
    std::string cause = {};
    absl::Time started = {};
    bool is_handled = false;
    bool is_open_read = false;
    bool is_streaming = false;
  };

  Gate(GateOptions options, const Clock& clock, AuditSink& audit,
       MethodTable methods, std::unique_ptr<PolicyKeeper> policy,
       std::unique_ptr<KeySource> keys);

  // Trace id, method and time: known whatever happens next.
  Call Begin(grpc::ServerContextBase& context, const std::string& method,
             std::string object);
  // Fills `call.caller` as far as it gets, so that a refusal is recorded too.
  absl::Status Admit(const grpc::ServerContextBase& context, Call& call);
  absl::Status AdmitPeer(const grpc::ServerContextBase& context,
                         const Policy& policy, Call& call) const;
  // Sets the person of `call`; the roles of the token, as it names them.
  absl::StatusOr<std::vector<std::string>> AdmitPerson(
      const grpc::ServerContextBase& context, const std::string& authorization,
      Call& call);
  // Until when a handler may work on such a call.
  absl::Time DeadlineOf(const grpc::ServerContextBase& context,
                        const MethodRule& rule) const;
  absl::Status CheckAgain(const Caller& caller) const;
  // The way out of a call that was not admitted, or denied by its handler
  // without an entry: as Finish, unless its caller was denied too often.
  grpc::Status Deny(const Call& call, absl::Status status);
  // The way out of a call whose handler ran.
  grpc::Status Conclude(const Call& call, absl::Status status);
  // Records, logs and converts: what both of the above end in.
  grpc::Status Finish(const Call& call, absl::Status status);
  // An open stream. Its context lives until CloseStream.
  struct Stream {
    grpc::ServerContextBase* context;
    Caller caller;
    // Looks in a row that found its right gone.
    int refusals = 0;
    // Its handler has returned: nothing to cancel any more.
    bool is_handled = false;
    // Why it was cancelled; OK unless it was.
    absl::Status end = absl::OkStatus();
  };
  // The number of the stream, for the other two.
  absl::StatusOr<uint64_t> OpenStream(grpc::ServerContextBase& context,
                                      const Caller& caller);
  // When the handler has returned: why the stream was cancelled, if it was.
  absl::Status EndOfStream(uint64_t number);
  void CloseStream(uint64_t number);
  // Null without lists.
  std::shared_ptr<const Revocation> revocation() const {
    absl::MutexLock lock(&mutex_);
    return revocation_;
  }

  const GateOptions options_;
  const std::string domain_;
  const Clock& clock_;
  AuditSink& audit_;
  const MethodTable methods_;
  TokenVerifier verifier_;
  KeyKeeper keys_;
  const std::unique_ptr<PolicyKeeper> policy_;
  DenialLimiter denials_;
  mutable absl::Mutex mutex_;
  std::shared_ptr<const Revocation> revocation_ ABSL_GUARDED_BY(mutex_);
  uint64_t last_stream_ ABSL_GUARDED_BY(mutex_) = 0;
  std::map<uint64_t, Stream> streams_ ABSL_GUARDED_BY(mutex_);
};

// The resource name in `request`: its string field `name`, else `parent`, else
// the `name` of the first message it holds; empty when there is none.
std::string ObjectOf(const google::protobuf::Message& request);

// The door of one gRPC service. Thread-safe; the gate outlives it.
class Door {
 public:
  // `service` is the full name, "entente.conventions.v1.BudgetService", and
  // must be among the gate's services: the program stops otherwise.
  Door(Gate& gate, std::string service);

  // A unary call. `method` is the RPC's name (__func__).
  template <class Request, class Response>
  grpc::Status Serve(
      grpc::ServerContext* context, const char* method, const Request& request,
      Response* response,
      absl::FunctionRef<
          absl::StatusOr<std::type_identity_t<Response>>(const Caller&)>
          handler) {
    grpc::Status status = Run(context, method, ObjectOf(request),
                              [&](const Caller& caller) -> absl::Status {
                                absl::StatusOr<Response> result =
                                    handler(caller);
                                if (result.ok()) *response = *std::move(result);
                                return result.status();
                              });
    // gRPC sends no message with a refusal; neither do we rely on it.
    if (!status.ok()) response->Clear();
    return status;
  }

  // A streaming call: `handler` reads and writes the stream and calls Recheck
  // before each message it applies or sends. Refused with RESOURCE_EXHAUSTED /
  // STREAM_LIMIT when too many streams are open: a denial of the gate. Its
  // right ends `longest` after it was admitted, whatever deadline its client
  // states. `object` is what its request names; empty where messages do.
  grpc::Status ServeStream(
      grpc::ServerContextBase* context, const char* method,
      absl::FunctionRef<absl::Status(const Caller&)> handler,
      absl::Duration longest = absl::InfiniteDuration(),
      std::string object = "");

  // A client's stream of a bounded content, answered once: a stream that ends
  // after `longest` with DEADLINE_EXCEEDED / DEADLINE_PAST, or CANCELLED when
  // its client sends nothing.
  template <class Response>
  grpc::Status ServeUpload(
      grpc::ServerContext* context, const char* method, absl::Duration longest,
      Response* response,
      absl::FunctionRef<
          absl::StatusOr<std::type_identity_t<Response>>(const Caller&)>
          handler) {
    return ServeStream(
        context, method,
        [&](const Caller& caller) -> absl::Status {
          absl::StatusOr<Response> result = handler(caller);
          if (result.ok()) *response = *std::move(result);
          return result.status();
        },
        longest);
  }

  // By the clock of Caller.now: for a stream that lives longer than a moment.
  absl::Time Now() const { return gate_.clock_.Now(); }

  // OK while the token is unexpired, the deadline ahead, the permission still
  // granted and the certificate not revoked.
  absl::Status Recheck(const Caller& caller) const;

 private:
  grpc::Status Run(grpc::ServerContext* context, const char* method,
                   std::string object,
                   absl::FunctionRef<absl::Status(const Caller&)> handler);
  // The handler of an admitted call, and what it throws.
  grpc::Status Handle(Gate::Call call,
                      absl::FunctionRef<absl::Status(const Caller&)> handler);

  Gate& gate_;
  const std::string service_;
};

}  // namespace entente::gate

#endif  // SERVICES_COMMON_GATE_GATE_H_
