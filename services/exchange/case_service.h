// CaseService: individual follow-up. Every method is decided by Decide on the
// state that it reads or changes, in the transaction that also writes the
// access entry; nothing leaves before that is on disk. What the caller may not
// see answers exactly like what does not exist, and a request is validated only
// after the object was permitted.
//
// Case content is NOT sealed in this version: it must not be real.
#ifndef SERVICES_EXCHANGE_CASE_SERVICE_H_
#define SERVICES_EXCHANGE_CASE_SERVICE_H_

#include <string>

#include "absl/functional/function_ref.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "entente/exchange/v1/case_service.grpc.pb.h"
#include "services/common/audit/access_log.h"
#include "services/common/base/change_signal.h"
#include "services/common/base/clock.h"
#include "services/common/base/pagination.h"
#include "services/common/gate/gate.h"
#include "services/common/store/store.h"
#include "services/exchange/decide_rules.h"
#include "services/exchange/name_rules.h"

namespace entente::exchange {

// An idle WatchCase looks at least so often whether its right is still there:
// days end and tokens expire without a change in the store.
inline constexpr absl::Duration kWatchPatience = absl::Seconds(1);

// Thread-safe; everything it is given outlives it.
class CaseService final : public v1::CaseService::Service {
 public:
  // `changes` is told of every change to cases, rights and offices, by this
  // service and by OfficeService; watchers wait for it.
  CaseService(gate::Gate& gate, store::Store& store,
              const audit::AccessLog& log, const Clock& clock,
              ChangeSignal& changes);

  grpc::Status CreateCase(grpc::ServerContext* context,
                          const v1::CreateCaseRequest* request,
                          v1::Case* response) override;
  grpc::Status GetCase(grpc::ServerContext* context,
                       const v1::GetCaseRequest* request,
                       v1::Case* response) override;
  grpc::Status CreateFollowUpEntry(
      grpc::ServerContext* context,
      const v1::CreateFollowUpEntryRequest* request,
      v1::FollowUpEntry* response) override;
  grpc::Status WatchCase(
      grpc::ServerContext* context, const v1::WatchCaseRequest* request,
      grpc::ServerWriter<v1::WatchCaseResponse>* writer) override;
  grpc::Status CreateCaseGrant(grpc::ServerContext* context,
                               const v1::CreateCaseGrantRequest* request,
                               v1::CaseGrant* response) override;
  grpc::Status ListCaseGrants(grpc::ServerContext* context,
                              const v1::ListCaseGrantsRequest* request,
                              v1::ListCaseGrantsResponse* response) override;
  grpc::Status ExplainCaseAccess(grpc::ServerContext* context,
                                 const v1::ExplainCaseAccessRequest* request,
                                 v1::CaseAccessExplanation* response) override;
  grpc::Status RevokeCaseGrant(grpc::ServerContext* context,
                               const v1::RevokeCaseGrantRequest* request,
                               v1::CaseGrant* response) override;

 private:
  // What a restricted call is about; what it asks follows from its method.
  struct Ask {
    // Name of the case as sent.
    std::string object;
    // Same checks, same access entry, but nothing is stored.
    bool is_dry_run = false;
    // What is asked of the case; empty: what the method asks.
    std::string action = {};
  };
  // Runs on the case that was decided about, never on another.
  using Body = absl::FunctionRef<absl::Status(
      store::Transaction&, const RecordName&, const CaseRight&)>;
  // False: the client is gone.
  using Send = absl::FunctionRef<bool(const v1::WatchCaseResponse&)>;
  // Where a watcher is: `last` is the number of the last entry sent.
  struct Watched {
    RecordName name;
    int64_t last = 0;
  };

  // What the call asks; the object is added where it is decided.
  static access::Question QuestionOf(const gate::Caller& caller);

  // Decides on the latest state, runs `body` when that permits, appends the
  // access entry in any case, and answers when all of it is on disk.
  absl::Status Restricted(const gate::Caller& caller, const Ask& ask,
                          Body body);

  // case_handlers.cc
  absl::StatusOr<v1::Case> Create(const gate::Caller& caller,
                                  const v1::CreateCaseRequest& request);
  // What an earlier call with the same request id made, to whoever may still
  // read it.
  absl::StatusOr<v1::Case> GetMade(const gate::Caller& caller,
                                   const std::string& name);
  absl::StatusOr<v1::Case> Get(const gate::Caller& caller,
                               const v1::GetCaseRequest& request);
  absl::StatusOr<v1::FollowUpEntry> CreateEntry(
      const gate::Caller& caller,
      const v1::CreateFollowUpEntryRequest& request);

  // grant_handlers.cc
  absl::StatusOr<v1::CaseGrant> CreateGrant(
      const gate::Caller& caller, const v1::CreateCaseGrantRequest& request);
  absl::StatusOr<v1::ListCaseGrantsResponse> ListGrants(
      const gate::Caller& caller, const v1::ListCaseGrantsRequest& request);
  absl::StatusOr<v1::CaseGrant> RevokeGrant(
      const gate::Caller& caller, const v1::RevokeCaseGrantRequest& request);

  // explain_handlers.cc
  bool MayReadOffices(const gate::Caller& caller) const;
  absl::StatusOr<v1::CaseAccessExplanation> Explain(
      const gate::Caller& caller, const v1::ExplainCaseAccessRequest& request);

  // watch_handlers.cc
  absl::Status Watch(gate::Caller caller, const v1::WatchCaseRequest& request,
                     absl::FunctionRef<bool()> is_gone, Send send);
  // Whether there is something to send, or to end: looked up without an entry,
  // and decided again, with one, before anything leaves.
  absl::StatusOr<bool> IsDue(const gate::Caller& caller,
                             const Watched& watched) const;
  // False when the client is gone.
  absl::StatusOr<bool> SendNext(const gate::Caller& caller, Watched& watched,
                                Send send);

  gate::Gate& gate_;
  gate::Door door_;
  store::Store& store_;
  const audit::AccessLog& log_;
  const Clock& clock_;
  ChangeSignal& changes_;
  const PageTokens page_tokens_;
};

}  // namespace entente::exchange

#endif  // SERVICES_EXCHANGE_CASE_SERVICE_H_
