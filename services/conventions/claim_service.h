// Claims of the municipality on the State; see claim_service.proto. All of it
// stands in claim_handlers.cc.
#ifndef SERVICES_CONVENTIONS_CLAIM_SERVICE_H_
#define SERVICES_CONVENTIONS_CLAIM_SERVICE_H_

#include "entente/conventions/v1/claim_service.grpc.pb.h"
#include "services/common/gate/gate.h"
#include "services/conventions/figure_approvals.h"
#include "services/conventions/service_context.h"

namespace entente::conventions {

// Thread-safe. What it is given outlives the service.
class ClaimService final : public v1::ClaimService::Service {
 public:
  // `approvals` is null where no service of indicators is named: nothing is
  // asked of it then.
  explicit ClaimService(ServiceContext& context,
                        const FigureApprovals* approvals = nullptr);

  grpc::Status CreateClaim(grpc::ServerContext* context,
                           const v1::CreateClaimRequest* request,
                           v1::Claim* response) override;
  grpc::Status GetClaim(grpc::ServerContext* context,
                        const v1::GetClaimRequest* request,
                        v1::Claim* response) override;
  grpc::Status ListClaims(grpc::ServerContext* context,
                          const v1::ListClaimsRequest* request,
                          v1::ListClaimsResponse* response) override;
  grpc::Status SubmitClaim(grpc::ServerContext* context,
                           const v1::SubmitClaimRequest* request,
                           v1::Claim* response) override;
  grpc::Status WithdrawClaim(grpc::ServerContext* context,
                             const v1::WithdrawClaimRequest* request,
                             v1::Claim* response) override;
  grpc::Status DecideClaim(grpc::ServerContext* context,
                           const v1::DecideClaimRequest* request,
                           v1::Claim* response) override;
  grpc::Status ReverseClaimDecision(
      grpc::ServerContext* context,
      const v1::ReverseClaimDecisionRequest* request,
      v1::Claim* response) override;

 private:
  ServiceContext& context_;
  const FigureApprovals* const approvals_;
  gate::Door door_;
};

}  // namespace entente::conventions

#endif  // SERVICES_CONVENTIONS_CLAIM_SERVICE_H_
