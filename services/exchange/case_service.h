// CaseService: individual follow-up. Every method is decided by Decide on the
// state that it reads or changes, in the transaction that also writes the
// access entry; nothing leaves before that is on disk. What the caller may not
// see answers exactly like what does not exist, and a request is validated only
// after the object was permitted.
//
// Case content is NOT sealed in this version: it must not be real.
#ifndef SERVICES_EXCHANGE_CASE_SERVICE_H_
#define SERVICES_EXCHANGE_CASE_SERVICE_H_

#include <optional>
#include <string>

#include "absl/functional/function_ref.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "entente/exchange/v1/case_service.grpc.pb.h"
#include "services/common/audit/access_log.h"
#include "services/common/gate/gate.h"
#include "services/common/store/store.h"
#include "services/exchange/decide_rules.h"
#include "services/exchange/name_rules.h"

namespace entente::exchange {

// Thread-safe; gate, store and log outlive it.
class CaseService final : public v1::CaseService::Service {
 public:
  CaseService(gate::Gate& gate, store::Store& store,
              const audit::AccessLog& log);

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
  grpc::Status CreateCaseGrant(grpc::ServerContext* context,
                               const v1::CreateCaseGrantRequest* request,
                               v1::CaseGrant* response) override;

 private:
  // What a restricted call asks for.
  struct Ask {
    Action action;
    // Resource name as sent.
    std::string object;
    // Same checks, same access entry, but nothing is stored.
    bool is_dry_run = false;
  };
  using Body =
      absl::FunctionRef<absl::Status(store::Transaction&, const Decision&)>;

  // Decides on the latest state, runs `body` when that permits, appends the
  // access entry in any case, and answers when all of it is on disk.
  absl::Status Restricted(const gate::Caller& caller, const Ask& ask,
                          Body body);

  absl::StatusOr<v1::Case> Create(const gate::Caller& caller,
                                  const v1::CreateCaseRequest& request);
  absl::StatusOr<v1::Case> Get(const gate::Caller& caller,
                               const v1::GetCaseRequest& request);
  absl::StatusOr<v1::FollowUpEntry> CreateEntry(
      const gate::Caller& caller,
      const v1::CreateFollowUpEntryRequest& request);
  absl::StatusOr<v1::CaseGrant> CreateGrant(
      const gate::Caller& caller, const v1::CreateCaseGrantRequest& request);

  gate::Door door_;
  store::Store& store_;
  const audit::AccessLog& log_;
};

}  // namespace entente::exchange

#endif  // SERVICES_EXCHANGE_CASE_SERVICE_H_
