#include <algorithm>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/statusor.h"
#include "entente/indicators/v1/period_service.grpc.pb.h"
#include "entente/indicators/v1/series_service.grpc.pb.h"
#include "services/common/base/error.h"
#include "tools/client/report/gather.h"
#include "tools/client/report/gather_parts.h"
#include "tools/client/report/month_standing.h"
#include "tools/client/report/report_term.h"

namespace entente::client {
namespace {

using indicators::v1::ListPeriodsResponse;
using indicators::v1::PeriodService;
using indicators::v1::SeriesService;

// Limit of SeriesService.QuerySeries.
constexpr int kMeasuresMax = 100;
// Of figures while somebody approves months.
constexpr int kReadingsMax = 3;

// Codes of the measures to ask for; those of this convention where it is known,
// and those of the municipality's own.
std::vector<std::string> MeasureCodes(const ReportData& data) {
  std::vector<std::string> codes;
  for (const auto& definition : data.definitions) {
    codes.push_back(definition.code());
  }
  const bool is_known = !codes.empty();
  for (const auto& measure : data.measures) {
    if (is_known && !measure.is_local()) continue;
    codes.push_back(measure.definition().code());
  }
  return codes;
}

void GatherSeries(Session& session, ReportData& data) {
  const std::vector<std::string> codes = MeasureCodes(data);
  for (size_t first = 0; first < codes.size(); first += kMeasuresMax) {
    indicators::v1::QuerySeriesRequest request;
    request.set_parent(MunicipalityParent(data.convention_name));
    for (size_t i = first; i < codes.size() && i < first + kMeasuresMax; ++i) {
      request.add_measure_codes(codes[i]);
    }
    SetMonth(data.from, *request.mutable_from());
    SetMonth(data.until, *request.mutable_until());
    auto reply = session.Call(&SeriesService::Stub::QuerySeries, request);
    if (!Read(reply.status(), "indicators.series",
              {"the figures by month", "les chiffres par mois",
               "de cijfers per maand"},
              data)) {
      return;
    }
    for (auto& series : *reply->mutable_series()) {
      data.series.push_back(std::move(series));
    }
  }
}

absl::StatusOr<ListPeriodsResponse> ListMonths(Session& session,
                                               absl::CivilMonth now,
                                               const ReportData& data) {
  const absl::CivilMonth until = std::min(data.until, now);
  if (until < data.from) return ListPeriodsResponse();
  indicators::v1::ListPeriodsRequest request;
  request.set_parent(MunicipalityParent(data.convention_name));
  SetMonth(data.from, *request.mutable_from());
  SetMonth(until, *request.mutable_until());
  request.set_page_size(kPageSize);
  return session.CallAllPages(&PeriodService::Stub::ListPeriods, request);
}

absl::Status MonthsMove() {
  return MakeError(
      absl::StatusCode::kAborted,
      {.reason = "MONTHS_MOVE",
       .sentence = {"Months were approved or opened again while their figures "
                    "were read: do it again.",
                    "Des mois ont été approuvés ou rouverts pendant la lecture "
                    "de leurs chiffres : recommencez.",
                    "Maanden werden goedgekeurd of heropend terwijl hun "
                    "cijfers gelezen werden: doe het opnieuw."}});
}

}  // namespace

void GatherTerm(Session& session, ReportData& data) {
  data.term_achievements.clear();
  // Who may not read the figures is told so once.
  if (data.IsMissing("indicators.series") ||
      data.IsMissing("indicators.term")) {
    return;
  }
  for (const auto& query : TermQueries(data)) {
    auto reply = session.Call(&SeriesService::Stub::QueryAchievement, query);
    if (!Read(reply.status(), "indicators.term",
              {"how far the targets of the term are",
               "où en sont les objectifs de la période",
               "hoever de streefcijfers van de looptijd staan"},
              data)) {
      data.term_achievements.clear();
      return;
    }
    for (auto& one : *reply->mutable_achievements()) {
      data.term_achievements.push_back(std::move(one));
    }
  }
}

void GatherFigures(Session& session, absl::CivilMonth now, ReportData& data) {
  absl::StatusOr<ListPeriodsResponse> months = ListMonths(session, now, data);
  for (int reading = 1;; ++reading) {
    data.series.clear();
    GatherSeries(session, data);
    GatherTerm(session, data);
    if (!months.ok() || data.IsMissing("indicators.series")) break;
    absl::StatusOr<ListPeriodsResponse> again = ListMonths(session, now, data);
    const bool is_same =
        again.ok() && IsSameStanding(months->periods(), again->periods());
    months = std::move(again);
    if (!months.ok() || is_same) break;
    if (reading == kReadingsMax) {
      months = MonthsMove();
      break;
    }
  }
  if (Read(months.status(), "indicators.periods",
           {"by when the months are due and who approved them",
            "pour quand les mois sont attendus et leur approbation",
            "tegen wanneer de maanden verwacht worden en hun goedkeuring"},
           data)) {
    data.has_period_calendar = months->has_calendar();
    Keep(*months->mutable_periods(), data.periods);
  }
}

}  // namespace entente::client
