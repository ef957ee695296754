// What of a context series is taken back: what it says, and its figures. The
// versions before stay.
#include <optional>
#include <string>

#include "absl/strings/str_cat.h"
#include "services/common/base/error.h"
#include "services/common/base/timestamp.h"
#include "services/indicators/context_rules.h"
#include "services/indicators/context_service.h"
#include "services/indicators/context_store.h"
#include "services/indicators/page_rules.h"
#include "services/indicators/period_change_handlers.h"

namespace entente::indicators {
namespace {

namespace v1 = entente::indicators::v1;

// The version after `kept` that says what `request` does.
v1::ContextSeriesRecord NextVersion(
    const v1::ContextSeries& kept, const gate::Caller& caller,
    const v1::UpdateContextSeriesRequest& request) {
  const v1::ContextSeries& said = request.context_series();
  v1::ContextSeriesRecord record;
  v1::ContextSeries& series = *record.mutable_series();
  series = kept;
  *series.mutable_title() = said.title();
  *series.mutable_unit() = said.unit();
  series.set_source(said.source());
  series.set_reference(said.reference());
  series.set_office(OfficeOf(caller));
  series.set_version(kept.version() + 1);
  series.set_etag(absl::StrCat(series.version()));
  series.set_reason(request.reason());
  *series.mutable_update_time() = ToTimestamp(caller.now);
  record.set_subject(caller.subject);
  return record;
}

}  // namespace

grpc::Status ContextService::UpdateContextSeries(
    grpc::ServerContext* context, const v1::UpdateContextSeriesRequest* request,
    v1::ContextSeries* response) {
  return door_.Serve(
      context, __func__, *request, response,
      [&](const gate::Caller& caller) { return Update(caller, *request); });
}

absl::StatusOr<v1::ContextSeries> ContextService::Update(
    const gate::Caller& caller, const v1::UpdateContextSeriesRequest& request) {
  static constexpr char kName[] = "context_series.name";
  ENTENTE_ASSIGN_OR_RETURN(
      const ContextSeriesName name,
      ParseContextSeries(request.context_series().name(), kName));
  return ChangeOnce<v1::ContextSeries>(
      parts_, caller, request,
      [&](store::Transaction& transaction)
          -> absl::StatusOr<v1::ContextSeries> {
        ENTENTE_ASSIGN_OR_RETURN(const auto kept,
                                 ReadContextSeries(transaction, name));
        if (!kept.has_value()) return ContextSeriesUnknown(kName);
        const v1::ContextSeries& series = kept->series();
        ENTENTE_RETURN_IF_ERROR(ValidateUpdateContextSeries(request, series));
        if (!request.etag().empty() && request.etag() != series.etag()) {
          return PeriodEtagMismatch(series.etag());
        }
        if (SayTheSame(request.context_series(), series)) return series;
        if (series.version() >= kContextSeriesVersionsMax) {
          return TooManyContextSeriesVersions();
        }
        const v1::ContextSeriesRecord next =
            NextVersion(series, caller, request);
        ENTENTE_RETURN_IF_ERROR(
            PutNextContextSeries(transaction, name, *kept, next));
        return next.series();
      });
}

grpc::Status ContextService::WithdrawContextFigure(
    grpc::ServerContext* context,
    const v1::WithdrawContextFigureRequest* request,
    v1::ContextFigure* response) {
  return door_.Serve(
      context, __func__, *request, response,
      [&](const gate::Caller& caller) { return Withdraw(caller, *request); });
}

absl::StatusOr<v1::ContextFigure> ContextService::Withdraw(
    const gate::Caller& caller,
    const v1::WithdrawContextFigureRequest& request) {
  ENTENTE_ASSIGN_OR_RETURN(const ContextSeriesName name,
                           ParseContextSeries(request.parent(), "parent"));
  return ChangeOnce<v1::ContextFigure>(
      parts_, caller, request,
      [&](store::Transaction& transaction)
          -> absl::StatusOr<v1::ContextFigure> {
        ENTENTE_ASSIGN_OR_RETURN(auto series,
                                 ReadContextSeries(transaction, name));
        if (!series.has_value()) return ContextSeriesUnknown("parent");
        ENTENTE_ASSIGN_OR_RETURN(const int32_t month,
                                 ValidateWithdrawContextFigure(
                                     request, series->series().frequency()));
        ENTENTE_ASSIGN_OR_RETURN(
            const std::optional<v1::ContextFigure> kept,
            ReadContextFigure(transaction, name, month, request.area()));
        if (!kept.has_value() || kept->is_withdrawn()) {
          return ContextFigureUnknown();
        }
        if (kept->version() != request.expected_version()) {
          return ContextFigureChanged(kept->version());
        }
        v1::ContextFigureRecord record;
        v1::ContextFigure& figure = *record.mutable_figure();
        figure.set_period(kept->period());
        figure.set_area(kept->area());
        figure.set_version(kept->version() + 1);
        figure.set_reason(request.reason());
        figure.set_office(OfficeOf(caller));
        *figure.mutable_record_time() = ToTimestamp(caller.now);
        figure.set_is_withdrawn(true);
        record.set_subject(caller.subject);
        ENTENTE_RETURN_IF_ERROR(
            PutContextFigure(transaction, name, month, record));
        v1::ContextSeries& counted = *series->mutable_series();
        counted.set_figure_count(counted.figure_count() - 1);
        ENTENTE_RETURN_IF_ERROR(PutContextSeries(transaction, name, *series));
        return figure;
      });
}

grpc::Status ContextService::ListContextSeriesVersions(
    grpc::ServerContext* context,
    const v1::ListContextSeriesVersionsRequest* request,
    v1::ListContextSeriesVersionsResponse* response) {
  return door_.Serve(
      context, __func__, *request, response,
      [&](const gate::Caller&)
          -> absl::StatusOr<v1::ListContextSeriesVersionsResponse> {
        ENTENTE_ASSIGN_OR_RETURN(const ContextSeriesName name,
                                 ParseContextSeries(request->name(), "name"));
        ENTENTE_ASSIGN_OR_RETURN(const size_t size,
                                 PageSize(request->page_size()));
        // The number of the version to go on from; 0: of the newest.
        ENTENTE_ASSIGN_OR_RETURN(const int64_t from,
                                 ParsePageNumber(request->page_token()));
        ENTENTE_ASSIGN_OR_RETURN(
            const auto versions,
            ReadContextSeriesVersions(*parts_.store.Read(), name));
        if (versions.empty()) return ContextSeriesUnknown("name");
        v1::ListContextSeriesVersionsResponse list;
        for (auto version = versions.rbegin(); version != versions.rend();
             ++version) {
          if (from > 0 && version->version() > from) continue;
          if (static_cast<size_t>(list.context_series_size()) == size) {
            list.set_next_page_token(absl::StrCat(version->version()));
            break;
          }
          *list.add_context_series() = *version;
        }
        return list;
      });
}

}  // namespace entente::indicators
