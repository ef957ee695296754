// PeriodService: months, from the day they are due to the version that is
// frozen. Calendars and reading are in period_handlers.cc, exceptions,
// confirmations and reading on behalf of a source in exception_handlers.cc,
// decisions in decision_handlers.cc and reopening_handlers.cc.
#ifndef SERVICES_INDICATORS_PERIOD_SERVICE_H_
#define SERVICES_INDICATORS_PERIOD_SERVICE_H_

#include <cstddef>

#include "absl/status/statusor.h"
#include "entente/indicators/v1/period_service.grpc.pb.h"
#include "services/common/audit/access_log.h"
#include "services/common/gate/gate.h"
#include "services/common/store/store.h"
#include "services/indicators/definition_store.h"
#include "services/indicators/period_store.h"

namespace entente::indicators {

// What the service works with; all of it outlives the service.
struct PeriodParts {
  store::Store& store;
  const audit::AccessLog& log;
  DefinitionCache& definitions;
  PeriodCache& periods;
};

// A page of a list of months ends before it is longer: well within a message,
// however many sources and decisions its months have.
inline constexpr size_t kPeriodsPageBytesMax = size_t{4} << 20;

// Thread-safe.
class PeriodService final
    : public entente::indicators::v1::PeriodService::Service {
 public:
  PeriodService(gate::Gate& gate, const PeriodParts& parts,
                size_t page_bytes_max = kPeriodsPageBytesMax)
      : door_(gate, "entente.indicators.v1.PeriodService"),
        gate_(gate),
        parts_(parts),
        page_bytes_max_(page_bytes_max) {}

  grpc::Status ListPeriods(
      grpc::ServerContext* context,
      const entente::indicators::v1::ListPeriodsRequest* request,
      entente::indicators::v1::ListPeriodsResponse* response) override;
  grpc::Status GetPeriod(
      grpc::ServerContext* context,
      const entente::indicators::v1::GetPeriodRequest* request,
      entente::indicators::v1::Period* response) override;
  grpc::Status GetPeriodOnBehalf(
      grpc::ServerContext* context,
      const entente::indicators::v1::GetPeriodOnBehalfRequest* request,
      entente::indicators::v1::Period* response) override;
  grpc::Status GetCalendar(
      grpc::ServerContext* context,
      const entente::indicators::v1::GetCalendarRequest* request,
      entente::indicators::v1::PeriodCalendar* response) override;
  grpc::Status ListCalendars(
      grpc::ServerContext* context,
      const entente::indicators::v1::ListCalendarsRequest* request,
      entente::indicators::v1::ListCalendarsResponse* response) override;
  grpc::Status AdoptCalendar(
      grpc::ServerContext* context,
      const entente::indicators::v1::AdoptCalendarRequest* request,
      entente::indicators::v1::PeriodCalendar* response) override;
  grpc::Status RequestPeriodException(
      grpc::ServerContext* context,
      const entente::indicators::v1::RequestPeriodExceptionRequest* request,
      entente::indicators::v1::PeriodException* response) override;
  grpc::Status ApprovePeriodException(
      grpc::ServerContext* context,
      const entente::indicators::v1::ApprovePeriodExceptionRequest* request,
      entente::indicators::v1::PeriodException* response) override;
  grpc::Status EndPeriodException(
      grpc::ServerContext* context,
      const entente::indicators::v1::EndPeriodExceptionRequest* request,
      entente::indicators::v1::PeriodException* response) override;
  grpc::Status ConfirmPeriod(
      grpc::ServerContext* context,
      const entente::indicators::v1::ConfirmPeriodRequest* request,
      entente::indicators::v1::Period* response) override;
  grpc::Status ConfirmPeriodOnBehalf(
      grpc::ServerContext* context,
      const entente::indicators::v1::ConfirmPeriodOnBehalfRequest* request,
      entente::indicators::v1::Period* response) override;
  grpc::Status CheckPeriod(
      grpc::ServerContext* context,
      const entente::indicators::v1::CheckPeriodRequest* request,
      entente::indicators::v1::CheckPeriodResponse* response) override;
  grpc::Status ApprovePeriod(
      grpc::ServerContext* context,
      const entente::indicators::v1::ApprovePeriodRequest* request,
      entente::indicators::v1::PeriodVersion* response) override;
  grpc::Status RejectPeriod(
      grpc::ServerContext* context,
      const entente::indicators::v1::RejectPeriodRequest* request,
      entente::indicators::v1::Period* response) override;
  grpc::Status ReopenPeriod(
      grpc::ServerContext* context,
      const entente::indicators::v1::ReopenPeriodRequest* request,
      entente::indicators::v1::Period* response) override;
  grpc::Status ApprovePeriodReopening(
      grpc::ServerContext* context,
      const entente::indicators::v1::ApprovePeriodReopeningRequest* request,
      entente::indicators::v1::Period* response) override;
  grpc::Status EndPeriodReopening(
      grpc::ServerContext* context,
      const entente::indicators::v1::EndPeriodReopeningRequest* request,
      entente::indicators::v1::Period* response) override;
  grpc::Status GetPeriodVersion(
      grpc::ServerContext* context,
      const entente::indicators::v1::GetPeriodVersionRequest* request,
      entente::indicators::v1::PeriodVersion* response) override;
  grpc::Status BatchGetPeriodVersions(
      grpc::ServerContext* context,
      const entente::indicators::v1::BatchGetPeriodVersionsRequest* request,
      entente::indicators::v1::BatchGetPeriodVersionsResponse* response)
      override;
  grpc::Status ListPeriodVersions(
      grpc::ServerContext* context,
      const entente::indicators::v1::ListPeriodVersionsRequest* request,
      entente::indicators::v1::ListPeriodVersionsResponse* response) override;

 private:
  // Whoever answers for a month is told of which measures its events are.
  bool MayApprove(const gate::Caller& caller) const;

  absl::StatusOr<entente::indicators::v1::ListPeriodsResponse> List(
      const gate::Caller& caller,
      const entente::indicators::v1::ListPeriodsRequest& request);
  absl::StatusOr<entente::indicators::v1::Period> Get(
      const gate::Caller& caller,
      const entente::indicators::v1::GetPeriodRequest& request);
  absl::StatusOr<entente::indicators::v1::Period> GetOnBehalf(
      const gate::Caller& caller,
      const entente::indicators::v1::GetPeriodOnBehalfRequest& request);
  absl::StatusOr<entente::indicators::v1::PeriodCalendar> Adopt(
      const gate::Caller& caller,
      const entente::indicators::v1::AdoptCalendarRequest& request);
  absl::StatusOr<entente::indicators::v1::PeriodVersion> GetVersion(
      const gate::Caller& caller,
      const entente::indicators::v1::GetPeriodVersionRequest& request);
  absl::StatusOr<entente::indicators::v1::BatchGetPeriodVersionsResponse>
  BatchGetVersions(
      const gate::Caller& caller,
      const entente::indicators::v1::BatchGetPeriodVersionsRequest& request);
  absl::StatusOr<entente::indicators::v1::PeriodException> RequestException(
      const gate::Caller& caller,
      const entente::indicators::v1::RequestPeriodExceptionRequest& request);
  absl::StatusOr<entente::indicators::v1::PeriodException> ApproveException(
      const gate::Caller& caller,
      const entente::indicators::v1::ApprovePeriodExceptionRequest& request);
  absl::StatusOr<entente::indicators::v1::PeriodException> EndException(
      const gate::Caller& caller,
      const entente::indicators::v1::EndPeriodExceptionRequest& request);
  absl::StatusOr<entente::indicators::v1::Period> Confirm(
      const gate::Caller& caller,
      const entente::indicators::v1::ConfirmPeriodRequest& request);
  absl::StatusOr<entente::indicators::v1::Period> ConfirmOnBehalf(
      const gate::Caller& caller,
      const entente::indicators::v1::ConfirmPeriodOnBehalfRequest& request);
  absl::StatusOr<entente::indicators::v1::CheckPeriodResponse> Check(
      const gate::Caller& caller,
      const entente::indicators::v1::CheckPeriodRequest& request);
  absl::StatusOr<entente::indicators::v1::PeriodVersion> Approve(
      const gate::Caller& caller,
      const entente::indicators::v1::ApprovePeriodRequest& request);
  absl::StatusOr<entente::indicators::v1::Period> Reject(
      const gate::Caller& caller,
      const entente::indicators::v1::RejectPeriodRequest& request);
  absl::StatusOr<entente::indicators::v1::Period> Reopen(
      const gate::Caller& caller,
      const entente::indicators::v1::ReopenPeriodRequest& request);
  absl::StatusOr<entente::indicators::v1::Period> ApproveReopening(
      const gate::Caller& caller,
      const entente::indicators::v1::ApprovePeriodReopeningRequest& request);
  absl::StatusOr<entente::indicators::v1::Period> EndReopening(
      const gate::Caller& caller,
      const entente::indicators::v1::EndPeriodReopeningRequest& request);

  gate::Door door_;
  const gate::Gate& gate_;
  const PeriodParts parts_;
  const size_t page_bytes_max_;
};

}  // namespace entente::indicators

#endif  // SERVICES_INDICATORS_PERIOD_SERVICE_H_
