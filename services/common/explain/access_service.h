// AccessService: which rule of the policy in force decides, to those who may
// know.
#ifndef SERVICES_COMMON_EXPLAIN_ACCESS_SERVICE_H_
#define SERVICES_COMMON_EXPLAIN_ACCESS_SERVICE_H_

#include "absl/status/statusor.h"
#include "entente/common/v1/access_service.grpc.pb.h"
#include "services/common/audit/access_log.h"
#include "services/common/gate/gate.h"
#include "services/common/store/store.h"

namespace entente::explain {

// Roles of one question at most.
inline constexpr int kRolesMax = 32;

// Speaks of every method behind `gate`. Thread-safe; what it is made of
// outlives it.
class AccessService final : public entente::common::v1::AccessService::Service {
 public:
  using MyAccessRequest = entente::common::v1::ExplainMyAccessRequest;
  using MyAccessResponse = entente::common::v1::ExplainMyAccessResponse;
  using AccessRequest = entente::common::v1::ExplainAccessRequest;
  using Explanation = entente::common::v1::AccessExplanation;

  AccessService(gate::Gate& gate, store::Store& store,
                const audit::AccessLog& log);

  grpc::Status ExplainMyAccess(grpc::ServerContext* context,
                               const MyAccessRequest* request,
                               MyAccessResponse* response) override;
  grpc::Status ExplainAccess(grpc::ServerContext* context,
                             const AccessRequest* request,
                             Explanation* response) override;

 private:
  // Errors: INVALID_ARGUMENT / METHOD_UNKNOWN.
  absl::StatusOr<gate::MethodRule> FindMethod(const std::string& method) const;
  absl::StatusOr<MyAccessResponse> ExplainMine(
      const gate::Caller& caller, const MyAccessRequest& request) const;

  gate::Gate& gate_;
  gate::Door door_;
  store::Store& store_;
  const audit::AccessLog& log_;
};

}  // namespace entente::explain

#endif  // SERVICES_COMMON_EXPLAIN_ACCESS_SERVICE_H_
