#include "services/indicators/recount_service.h"

#include <utility>

#include "absl/cleanup/cleanup.h"
#include "absl/time/clock.h"
#include "services/common/audit/recorded_store.h"
#include "services/common/base/error.h"
#include "services/common/base/timestamp.h"
#include "services/indicators/deadline_rules.h"
#include "services/indicators/recount_errors.h"
#include "services/indicators/verify_store.h"

namespace entente::indicators {

grpc::Status RecountService::RecountFigures(
    grpc::ServerContext* context, const v1::RecountFiguresRequest* request,
    v1::FigureRecount* response) {
  return door_.Serve(
      context, __func__, *request, response, [&](const gate::Caller& caller) {
        const absl::Time end = EndOfWork(caller.deadline, absl::Now());
        return Recount(caller, [context, end] {
          return !context->IsCancelled() && absl::Now() <= end;
        });
      });
}

absl::StatusOr<v1::FigureRecount> RecountService::Recount(
    const gate::Caller& caller, std::function<bool()> may_go_on) {
  if (is_running_.exchange(true)) return RecountRunning();
  const absl::Cleanup ended = [this] { is_running_ = false; };
  ENTENTE_ASSIGN_OR_RETURN(
      const VerifyReport report,
      VerifyAggregates(*store_.Read(), {.rows_max = rows_max_,
                                        .may_go_on = std::move(may_go_on)}));
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
