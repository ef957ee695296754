#include "services/indicators/series_service.h"

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/time/clock.h"
#include "services/common/audit/recorded_store.h"
#include "services/common/base/error.h"
#include "services/common/base/timestamp.h"
#include "services/common/gate/partial_access.h"
#include "services/indicators/achievement_rules.h"
#include "services/indicators/as_of_rules.h"
#include "services/indicators/as_of_store.h"
#include "services/indicators/breakdown_rules.h"
#include "services/indicators/deadline_rules.h"
#include "services/indicators/definition_store.h"
#include "services/indicators/fact_store.h"
#include "services/indicators/local_day.h"
#include "services/indicators/month_store.h"
#include "services/indicators/name_rules.h"
#include "services/indicators/series_rules.h"
#include "services/indicators/split_series_rules.h"
#include "services/indicators/statement_store.h"
#include "services/indicators/target_store.h"
#include "services/indicators/year_rules.h"

namespace entente::indicators {
namespace {

namespace v1 = entente::indicators::v1;

// What one municipality's figures are read from.
struct Sources {
  const store::Reader& reader;
  const std::string& municipality;
  const Definitions& definitions;
  MonthCache& months;
  std::vector<v1::PaymentRecord> payments;
  std::vector<v1::MeetingFigureRecord> meetings;
};

absl::StatusOr<Sources> ReadSources(const store::Reader& reader,
                                    const std::string& municipality,
                                    const Definitions& definitions,
                                    MonthCache& months) {
  Sources sources{reader, municipality, definitions, months, {}, {}};
  ENTENTE_ASSIGN_OR_RETURN(sources.payments,
                           ReadPayments(reader, municipality));
  ENTENTE_ASSIGN_OR_RETURN(sources.meetings,
                           ReadMeetings(reader, municipality));
  return sources;
}

absl::Status AddStatements(const Sources& sources, const MeasureInfo& measure,
                           MonthFigures& figures) {
  if (!IsStatedKind(measure.definition.kind())) return absl::OkStatus();
  const MeasureName name{sources.municipality, measure.code()};
  ENTENTE_ASSIGN_OR_RETURN(const Statements statements,
                           ReadStatements(sources.reader, name));
  AddStated(measure, statements, figures);
  return absl::OkStatus();
}

// Months `from` to `until` of `areas`, all of them together when empty; what
// follows from events or is stated only where `has_municipality`.
absl::StatusOr<MonthFigures> ReadFigures(const Sources& sources,
                                         const MeasureInfo& measure,
                                         const std::vector<std::string>& areas,
                                         bool has_municipality, int32_t from,
                                         int32_t until) {
  MonthFigures figures;
  if (has_municipality) {
    figures = FiguresFromFacts(sources.definitions, measure, sources.payments,
                               sources.meetings);
    ENTENTE_RETURN_IF_ERROR(AddStatements(sources, measure, figures));
  }
  if (!DoMonthsCount(sources.definitions, measure.code())) return figures;
  ENTENTE_RETURN_IF_ERROR(
      sources.months.AddMonths(sources.reader, sources.municipality,
                               measure.code(), areas, from, until, figures));
  return figures;
}

// What each code of the list that is asked for amounts to, in its order.
absl::StatusOr<std::vector<MonthFigures>> ReadParts(const Sources& sources,
                                                    const MeasureInfo& measure,
                                                    const SeriesQuery& query) {
  std::vector<MonthFigures> parts;
  for (const auto& code : query.split_by->list.codes()) {
    if (!DoMonthsCount(sources.definitions, measure.code())) {
      parts.emplace_back();
      continue;
    }
    ENTENTE_RETURN_IF_ERROR(sources.months.AddMonths(
        sources.reader, query.municipality,
        FormatSeries(measure.code(),
                     FormatSplit(query.split_by->code(), code.code())),
        query.areas, query.from, query.until, parts.emplace_back()));
  }
  return parts;
}

// The version of the target of the months asked for that was in force at
// `time`; nothing where none was agreed by then.
absl::StatusOr<std::optional<v1::Target>> ReadTarget(
    const store::Reader& reader, const AchievementQuery& query,
    const std::string& measure, absl::Time time) {
  ENTENTE_ASSIGN_OR_RETURN(
      const std::vector<v1::Target> versions,
      ReadTargetVersions(reader, {{query.municipality, measure},
                                  query.year,
                                  query.quarter,
                                  query.term}));
  std::optional<v1::Target> in_force;
  for (const v1::Target& version : versions) {
    if (version.has_update_time() && ToTime(version.update_time()) > time) {
      break;
    }
    in_force = version;
  }
  return in_force;
}

// The query as of `stamp`, of the measures that are shown as of a time: those
// that are not sensitive. Errors are those of ParseAsOf.
absl::StatusOr<AsOfQuestion> ToAsOf(const std::string& municipality,
                                    const SeriesQuery& query,
                                    const Definitions& definitions,
                                    const google::protobuf::Timestamp& stamp,
                                    absl::Time now) {
  ENTENTE_ASSIGN_OR_RETURN(const absl::Time time, ParseAsOf(stamp, now));
  AsOfQuestion question{
      .municipality = municipality,
      .time = time,
      .measures = {},
      .areas = query.areas,
      .has_municipality = query.has_municipality,
      .from = query.from,
      .until = query.until,
      .split_by = query.split_by == nullptr ? "" : query.split_by->code()};
  for (const int place : query.measures) {
    const MeasureInfo& measure = definitions.measures()[place];
    if (measure.definition.is_sensitive()) continue;
    question.measures.push_back(measure.code());
  }
  return question;
}

MonthFigures FiguresOf(const AsOfFigures& as_of, const std::string& series) {
  const auto found = as_of.figures.find(series);
  return found == as_of.figures.end() ? MonthFigures() : found->second;
}

// Of one measure, those of each code of the list that is asked for.
std::vector<MonthFigures> PartsAsOf(const AsOfFigures& as_of,
                                    const MeasureInfo& measure,
                                    const SeriesQuery& query) {
  std::vector<MonthFigures> parts;
  for (const auto& code : query.split_by->list.codes()) {
    parts.push_back(FiguresOf(
        as_of, FormatSeries(measure.code(),
                            FormatSplit(query.split_by->code(), code.code()))));
  }
  return parts;
}

// Says of each month from which version it was read.
void MarkApproved(const std::map<int32_t, int32_t>& approved,
                  v1::Series& series) {
  for (v1::MonthFigure& figure : *series.mutable_months()) {
    const int32_t month =
        figure.month().year() * 12 + figure.month().month() - 1;
    const auto found = approved.find(month);
    if (found != approved.end()) figure.set_approved_version(found->second);
  }
}

}  // namespace

grpc::Status SeriesService::QuerySeries(grpc::ServerContext* context,
                                        const v1::QuerySeriesRequest* request,
                                        v1::QuerySeriesResponse* response) {
  return door_.Serve(
      context, __func__, *request, response, [&](const gate::Caller& caller) {
        return Query(caller, *request,
                     [context] { return context->IsCancelled(); });
      });
}

SeriesService::Sensitive SeriesService::SensitiveFor(
    const gate::Caller& caller) const {
  return gate::IsToldAll(*gate_.policy(), caller) ? Sensitive::kShown
                                                  : Sensitive::kWithheld;
}

absl::StatusOr<v1::QuerySeriesResponse> SeriesService::Query(
    const gate::Caller& caller, const v1::QuerySeriesRequest& request,
    absl::FunctionRef<bool()> is_gone) {
  bool is_recorded = false;
  ENTENTE_ASSIGN_OR_RETURN(
      v1::QuerySeriesResponse response,
      Read(request, caller, is_gone, SensitiveFor(caller), is_recorded));
  if (is_recorded) ENTENTE_RETURN_IF_ERROR(RecordSensitive(caller));
  return response;
}

absl::StatusOr<v1::QuerySeriesResponse> SeriesService::Read(
    const v1::QuerySeriesRequest& request, const gate::Caller& caller,
    absl::FunctionRef<bool()> is_gone, Sensitive sensitive,
    bool& is_recorded) const {
  ENTENTE_ASSIGN_OR_RETURN(const std::string municipality,
                           ParseMunicipality(request.parent(), "parent"));
  // One snapshot: definitions, month records and facts of the same moment.
  const std::unique_ptr<store::Snapshot> snapshot = store_.Read();
  ENTENTE_ASSIGN_OR_RETURN(const std::shared_ptr<const Definitions> definitions,
                           cache_.Get(*snapshot, municipality));
  ENTENTE_ASSIGN_OR_RETURN(SeriesQuery query,
                           ValidateQuery(request, *definitions, areas_));
  query.today = LocalDay(caller.now);
  if (definitions->HasSensitive()) {
    ENTENTE_ASSIGN_OR_RETURN(const auto periods,
                             periods_.Get(*snapshot, municipality));
    query.is_settled =
        AreYearsSettled(*periods, query.from, query.until, query.today);
  }
  std::optional<AsOfFigures> as_of;
  if (request.has_as_of()) {
    ENTENTE_ASSIGN_OR_RETURN(const auto periods,
                             periods_.Get(*snapshot, municipality));
    ENTENTE_ASSIGN_OR_RETURN(
        const AsOfQuestion question,
        ToAsOf(municipality, query, *definitions, request.as_of(), caller.now));
    const absl::Time end = EndOfWork(caller.deadline, absl::Now());
    ENTENTE_ASSIGN_OR_RETURN(
        as_of, ReadAsOf(*snapshot, *definitions, *periods, question,
                        [&] { return !is_gone() && absl::Now() < end; }));
    query.today = LocalDay(question.time);
  }
  ENTENTE_ASSIGN_OR_RETURN(
      const Sources sources,
      ReadSources(*snapshot, municipality, *definitions, months_));
  v1::QuerySeriesResponse response;
  is_recorded = false;
  for (const int place : query.measures) {
    const MeasureInfo& measure = definitions->measures()[place];
    if (measure.definition.is_sensitive()) {
      is_recorded = sensitive == Sensitive::kShown;
      // Totals of a year as they were known month after month would tell the
      // months.
      if (sensitive == Sensitive::kWithheld || as_of.has_value()) {
        *response.add_series() = MakeWithheld(measure);
        continue;
      }
    }
    MonthFigures figures;
    if (as_of.has_value()) {
      figures = FiguresOf(*as_of, measure.code());
    } else {
      ENTENTE_ASSIGN_OR_RETURN(
          figures,
          ReadFigures(sources, measure, query.areas, query.has_municipality,
                      query.from, query.until));
    }
    const int first = response.series_size();
    if (IsAnsweredSplit(query, measure)) {
      std::vector<MonthFigures> parts;
      if (as_of.has_value()) {
        parts = PartsAsOf(*as_of, measure, query);
      } else {
        ENTENTE_ASSIGN_OR_RETURN(parts, ReadParts(sources, measure, query));
      }
      ENTENTE_ASSIGN_OR_RETURN(std::vector<v1::Series> split,
                               MakeSplitSeries(measure, figures, parts, query));
      for (v1::Series& part : split) *response.add_series() = std::move(part);
    } else {
      *response.add_series() = MakeSeries(measure, figures, query);
    }
    if (!as_of.has_value()) continue;
    for (int i = first; i < response.series_size(); ++i) {
      MarkApproved(as_of->approved, *response.mutable_series(i));
    }
  }
  return response;
}

grpc::Status SeriesService::QueryAchievement(
    grpc::ServerContext* context, const v1::QueryAchievementRequest* request,
    v1::QueryAchievementResponse* response) {
  return door_.Serve(
      context, __func__, *request, response, [&](const gate::Caller& caller) {
        return Achieved(caller, *request,
                        [context] { return context->IsCancelled(); });
      });
}

absl::StatusOr<v1::QueryAchievementResponse> SeriesService::Achieved(
    const gate::Caller& caller, const v1::QueryAchievementRequest& request,
    absl::FunctionRef<bool()> is_gone) {
  ENTENTE_ASSIGN_OR_RETURN(const std::string municipality,
                           ParseMunicipality(request.parent(), "parent"));
  const std::unique_ptr<store::Snapshot> snapshot = store_.Read();
  ENTENTE_ASSIGN_OR_RETURN(const std::shared_ptr<const Definitions> definitions,
                           cache_.Get(*snapshot, municipality));
  ENTENTE_ASSIGN_OR_RETURN(const AchievementQuery query,
                           ValidateAchievement(request, *definitions));
  ENTENTE_ASSIGN_OR_RETURN(const std::shared_ptr<const PeriodBook> periods,
                           periods_.Get(*snapshot, municipality));
  std::optional<AsOfFigures> as_of;
  absl::Time time = caller.now;
  if (request.has_as_of()) {
    SeriesQuery months;
    months.measures = query.measures;
    months.from = query.from();
    months.until = query.until;
    ENTENTE_ASSIGN_OR_RETURN(const AsOfQuestion question,
                             ToAsOf(municipality, months, *definitions,
                                    request.as_of(), caller.now));
    const absl::Time end = EndOfWork(caller.deadline, absl::Now());
    ENTENTE_ASSIGN_OR_RETURN(
        as_of, ReadAsOf(*snapshot, *definitions, *periods, question,
                        [&] { return !is_gone() && absl::Now() < end; }));
    time = question.time;
  }
  const SpanState span =
      as_of.has_value()
          ? SpanOn(query,
                   PeriodsAt(*periods, query.first(), query.last(), time),
                   LocalDay(time))
          : SpanOn(query, *periods, LocalDay(time));
  ENTENTE_ASSIGN_OR_RETURN(
      const Sources sources,
      ReadSources(*snapshot, municipality, *definitions, months_));
  v1::QueryAchievementResponse response;
  const Sensitive sensitive = SensitiveFor(caller);
  bool is_recorded = false;
  for (const int place : query.measures) {
    const MeasureInfo& measure = definitions->measures()[place];
    ENTENTE_ASSIGN_OR_RETURN(
        const std::optional<v1::Target> target,
        ReadTarget(*snapshot, query, measure.code(),
                   as_of.has_value() ? time : absl::InfiniteFuture()));
    const v1::Target* const in_force = target ? &*target : nullptr;
    if (measure.definition.is_sensitive()) {
      is_recorded = sensitive == Sensitive::kShown;
      // As in Read: years as they were known month after month tell the months.
      if (sensitive == Sensitive::kWithheld || as_of.has_value()) {
        *response.add_achievements() =
            MakeAchievementWithheld(measure, in_force, query, span);
        continue;
      }
    }
    MonthFigures figures;
    if (as_of.has_value()) {
      figures = FiguresOf(*as_of, measure.code());
    } else {
      ENTENTE_ASSIGN_OR_RETURN(
          figures, ReadFigures(sources, measure, {}, /*has_municipality=*/true,
                               query.from(), query.until));
    }
    *response.add_achievements() =
        MakeAchievement(measure, figures, in_force, query, span);
  }
  if (is_recorded) ENTENTE_RETURN_IF_ERROR(RecordSensitive(caller));
  return response;
}

absl::Status SeriesService::RecordSensitive(const gate::Caller& caller) {
  return audit::RecordedStore(store_, log_, caller).Record();
}

}  // namespace entente::indicators
