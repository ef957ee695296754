#include "services/indicators/series_service.h"

#include <memory>
#include <string>

#include "services/common/audit/recorded_store.h"
#include "services/common/base/error.h"
#include "services/indicators/fact_store.h"
#include "services/indicators/month_store.h"
#include "services/indicators/name_rules.h"
#include "services/indicators/series_rules.h"

namespace entente::indicators {
namespace {

namespace v1 = entente::indicators::v1;

}  // namespace

grpc::Status SeriesService::QuerySeries(grpc::ServerContext* context,
                                        const v1::QuerySeriesRequest* request,
                                        v1::QuerySeriesResponse* response) {
  return door_.Serve(
      context, __func__, *request, response,
      [&](const gate::Caller& caller) { return Query(caller, *request); });
}

absl::StatusOr<v1::QuerySeriesResponse> SeriesService::Query(
    const gate::Caller& caller, const v1::QuerySeriesRequest& request) {
  ENTENTE_ASSIGN_OR_RETURN(const std::string municipality,
                           ParseMunicipality(request.parent(), "parent"));
  // One snapshot: definitions, month records and facts of the same moment.
  const std::unique_ptr<store::Snapshot> snapshot = store_.Read();
  ENTENTE_ASSIGN_OR_RETURN(const std::shared_ptr<const Definitions> definitions,
                           cache_.Get(*snapshot, municipality));
  ENTENTE_ASSIGN_OR_RETURN(const SeriesQuery query,
                           ValidateQuery(request, *definitions, areas_));
  ENTENTE_ASSIGN_OR_RETURN(const std::vector<v1::PaymentRecord> payments,
                           ReadPayments(*snapshot, municipality));
  ENTENTE_ASSIGN_OR_RETURN(const std::vector<v1::MeetingFigureRecord> meetings,
                           ReadMeetings(*snapshot, municipality));
  v1::QuerySeriesResponse response;
  bool is_sensitive = false;
  for (const int place : query.measures) {
    const MeasureInfo& measure = definitions->measures()[place];
    is_sensitive = is_sensitive || measure.definition.is_sensitive();
    MonthFigures figures;
    if (query.has_municipality) {
      figures = FiguresFromFacts(*definitions, measure, payments, meetings);
    }
    ENTENTE_RETURN_IF_ERROR(AddMonths(*snapshot, municipality, measure.code(),
                                      query.areas, query.from, query.until,
                                      figures));
    *response.add_series() = MakeSeries(measure, figures, query);
  }
  // Figures that might point at a person: whoever sees them is recorded.
  if (is_sensitive) {
    ENTENTE_RETURN_IF_ERROR(
        audit::RecordedStore(store_, log_, caller).Record());
  }
  return response;
}

}  // namespace entente::indicators
