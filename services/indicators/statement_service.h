// StatementService: what people state of measures that nothing else feeds.
#ifndef SERVICES_INDICATORS_STATEMENT_SERVICE_H_
#define SERVICES_INDICATORS_STATEMENT_SERVICE_H_

#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "entente/indicators/v1/statement_service.grpc.pb.h"
#include "services/indicators/name_rules.h"
#include "services/indicators/period_service.h"

namespace entente::indicators {

// Thread-safe.
class StatementService final
    : public entente::indicators::v1::StatementService::Service {
 public:
  // Whoever watches figures is told by the store in `parts`.
  StatementService(gate::Gate& gate, const PeriodParts& parts)
      : door_(gate, "entente.indicators.v1.StatementService"), parts_(parts) {}

  grpc::Status UpdateStatement(
      grpc::ServerContext* context,
      const entente::indicators::v1::UpdateStatementRequest* request,
      entente::indicators::v1::Statement* response) override;
  grpc::Status GetStatement(
      grpc::ServerContext* context,
      const entente::indicators::v1::GetStatementRequest* request,
      entente::indicators::v1::Statement* response) override;
  grpc::Status ListStatementVersions(
      grpc::ServerContext* context,
      const entente::indicators::v1::ListStatementVersionsRequest* request,
      entente::indicators::v1::ListStatementVersionsResponse* response)
      override;

 private:
  absl::StatusOr<entente::indicators::v1::Statement> Update(
      const gate::Caller& caller,
      const entente::indicators::v1::UpdateStatementRequest& request);
  absl::StatusOr<entente::indicators::v1::Statement> Get(
      const gate::Caller& caller,
      const entente::indicators::v1::GetStatementRequest& request);
  absl::StatusOr<entente::indicators::v1::ListStatementVersionsResponse> List(
      const entente::indicators::v1::ListStatementVersionsRequest& request);
  // OK when the month takes what people enter, and its year is not settled
  // where the measure is sensitive. Errors: those of PeriodRefusal;
  // FAILED_PRECONDITION / STATEMENT_YEAR_SETTLED.
  absl::Status CheckMonth(const store::Reader& reader,
                          const gate::Caller& caller, const StatementName& name,
                          bool is_sensitive);
  // As they are shown, oldest first, of which the last says whether it counts;
  // empty where none may be.
  absl::StatusOr<std::vector<entente::indicators::v1::Statement>> ReadShown(
      const StatementName& name);

  gate::Door door_;
  const PeriodParts parts_;
};

}  // namespace entente::indicators

#endif  // SERVICES_INDICATORS_STATEMENT_SERVICE_H_
