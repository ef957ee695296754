#include "tools/client/unusual_question.h"

#include "entente/indicators/v1/series_service.grpc.pb.h"

namespace entente::client {

namespace v1 = entente::indicators::v1;

absl::StatusOr<std::vector<UnusualFigure>> AskUnusual(
    Session& session, const std::string& municipality,
    const google::type::Date& month, const std::vector<std::string>& codes) {
  v1::QuerySeriesResponse all;
  for (const v1::QuerySeriesRequest& query :
       UnusualQueries(municipality, month, codes)) {
    ENTENTE_ASSIGN_OR_RETURN(
        const v1::QuerySeriesResponse response,
        session.Call(&v1::SeriesService::Stub::QuerySeries, query));
    all.MergeFrom(response);
  }
  return UnusualFiguresOf(all, month);
}

}  // namespace entente::client
