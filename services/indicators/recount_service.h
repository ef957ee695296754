// RecountService: the recount of verify_store.h, on a snapshot of the running
// store; within the memory that it may take, and for as long as somebody waits.
#ifndef SERVICES_INDICATORS_RECOUNT_SERVICE_H_
#define SERVICES_INDICATORS_RECOUNT_SERVICE_H_

#include <atomic>
#include <cstdint>
#include <functional>

#include "absl/status/statusor.h"
#include "entente/indicators/v1/recount_service.grpc.pb.h"
#include "services/common/audit/access_log.h"
#include "services/common/gate/gate.h"
#include "services/common/store/store.h"
#include "services/indicators/verify_store.h"

namespace entente::indicators {

// Thread-safe; all it is given outlives it. Beyond `rows_max` rows it refuses;
// 0: never.
class RecountService final
    : public entente::indicators::v1::RecountService::Service {
 public:
  RecountService(gate::Gate& gate, store::Store& store,
                 const audit::AccessLog& log, int64_t rows_max = kRecountRows)
      : door_(gate, "entente.indicators.v1.RecountService"),
        store_(store),
        log_(log),
        rows_max_(rows_max) {}

  grpc::Status RecountFigures(
      grpc::ServerContext* context,
      const entente::indicators::v1::RecountFiguresRequest* request,
      entente::indicators::v1::FigureRecount* response) override;

 private:
  absl::StatusOr<entente::indicators::v1::FigureRecount> Recount(
      const gate::Caller& caller, std::function<bool()> may_go_on);

  gate::Door door_;
  store::Store& store_;
  const audit::AccessLog& log_;
  const int64_t rows_max_;
  std::atomic<bool> is_running_ = false;
};

}  // namespace entente::indicators

#endif  // SERVICES_INDICATORS_RECOUNT_SERVICE_H_
