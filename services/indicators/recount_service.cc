#include "services/indicators/recount_service.h"

#include "absl/cleanup/cleanup.h"
#include "services/common/audit/recorded_store.h"
#include "services/common/base/error.h"
#include "services/common/base/timestamp.h"
#include "services/indicators/error_rules.h"
#include "services/indicators/verify_store.h"

namespace entente::indicators {
namespace {

namespace v1 = entente::indicators::v1;

absl::Status RecountRunning() {
  return Refuse(absl::StatusCode::kResourceExhausted, "RECOUNT_RUNNING", "",
                {"A recount is running already. Ask again when it has ended.",
                 "Un recomptage est déjà en cours. Redemandez-le quand il sera "
                 "terminé.",
                 "Er loopt al een hertelling. Vraag ze opnieuw wanneer die "
                 "klaar is."});
}

}  // namespace

grpc::Status RecountService::RecountFigures(
    grpc::ServerContext* context, const v1::RecountFiguresRequest* request,
    v1::FigureRecount* response) {
  return door_.Serve(
      context, __func__, *request, response,
      [&](const gate::Caller& caller) { return Recount(caller); });
}

absl::StatusOr<v1::FigureRecount> RecountService::Recount(
    const gate::Caller& caller) {
  if (is_running_.exchange(true)) return RecountRunning();
  const absl::Cleanup ended = [this] { is_running_ = false; };
  ENTENTE_ASSIGN_OR_RETURN(const VerifyReport report,
                           VerifyAggregates(*store_.Read()));
  v1::FigureRecount recount;
  *recount.mutable_recount_time() = ToTimestamp(caller.now);
  recount.set_row_count(report.rows);
  recount.set_activity_count(report.activities + report.activity_versions);
  recount.set_session_count(report.sessions);
  recount.set_month_count(report.month_records);
  recount.set_source_month_count(report.source_months);
  recount.set_version_count(report.frozen_versions + report.releases);
  recount.set_difference_count(report.difference_count);
  ENTENTE_RETURN_IF_ERROR(audit::RecordedStore(store_, log_, caller).Record());
  return recount;
}

}  // namespace entente::indicators
