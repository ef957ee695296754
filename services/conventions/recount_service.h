// Positions computed anew; see recount_service.proto. recount_handlers.cc.
#ifndef SERVICES_CONVENTIONS_RECOUNT_SERVICE_H_
#define SERVICES_CONVENTIONS_RECOUNT_SERVICE_H_

#include <atomic>

#include "entente/conventions/v1/recount_service.grpc.pb.h"
#include "services/common/gate/gate.h"
#include "services/conventions/service_context.h"

namespace entente::conventions {

// Thread-safe. `context` outlives the service.
class RecountService final : public v1::RecountService::Service {
 public:
  explicit RecountService(ServiceContext& context);

  grpc::Status RecountLedger(grpc::ServerContext* context,
                             const v1::RecountLedgerRequest* request,
                             v1::Recount* response) override;
  grpc::Status GetPastPositions(grpc::ServerContext* context,
                                const v1::GetPastPositionsRequest* request,
                                v1::PastPositions* response) override;

 private:
  ServiceContext& context_;
  gate::Door door_;
  // A recount holds the whole store in memory: two would hold it twice.
  std::atomic<bool> is_running_ = false;
};

}  // namespace entente::conventions

#endif  // SERVICES_CONVENTIONS_RECOUNT_SERVICE_H_
