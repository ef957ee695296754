// Asks the service of indicators which months are approved, with the
// certificate of this service. The person's token is not passed on: who may
// submit a claim need not be one who may read months, and each token is for one
// service.
#ifndef SERVICES_CONVENTIONS_PERIOD_CLIENT_H_
#define SERVICES_CONVENTIONS_PERIOD_CLIENT_H_

#include <memory>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "entente/indicators/v1/period_service.grpc.pb.h"
#include "grpcpp/channel.h"
#include "services/conventions/figure_approvals.h"

namespace entente::conventions {

// Thread-safe.
class PeriodClient final : public FigureApprovals {
 public:
  explicit PeriodClient(std::shared_ptr<grpc::Channel> channel);

  // Errors: those of channel::FromWire, within five seconds; INTERNAL when what
  // is answered cannot be.
  absl::StatusOr<std::vector<MonthStanding>> Ask(
      const std::string& municipality, const MonthSpan& span,
      const std::string& trace_id) const override;

 private:
  const std::unique_ptr<entente::indicators::v1::PeriodService::Stub> stub_;
};

}  // namespace entente::conventions

#endif  // SERVICES_CONVENTIONS_PERIOD_CLIENT_H_
