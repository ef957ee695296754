#include "services/indicators/definition_service.h"

#include <algorithm>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "services/common/audit/recorded_store.h"
#include "services/common/base/error.h"
#include "services/common/base/timestamp.h"
#include "services/common/replay/replay.h"
#include "services/indicators/error_rules.h"
#include "services/indicators/name_rules.h"
#include "services/indicators/object_version_store.h"
#include "services/indicators/page_rules.h"
#include "services/indicators/period_change_handlers.h"
#include "services/indicators/period_request_rules.h"
#include "services/indicators/target_store.h"
#include "services/indicators/target_term_rules.h"

namespace entente::indicators {
namespace {

namespace v1 = entente::indicators::v1;

absl::Status ConventionUnknown() {
  return Refuse(absl::StatusCode::kNotFound, "CONVENTION_UNKNOWN", "parent",
                {"No definitions were published for this convention.",
                 "Aucune définition n'a été publiée pour cette convention.",
                 "Voor deze overeenkomst zijn geen definities gepubliceerd."});
}

// Those that `measure` is split by, unless they are there.
void AddCodeLists(const Definitions& definitions, const MeasureInfo& measure,
                  v1::ListMeasuresResponse& response) {
  for (const std::string& code : measure.definition.breakdowns()) {
    const CodeListInfo* const info = definitions.code_lists().Find(code);
    const auto& lists = response.code_lists();
    const bool is_there =
        std::any_of(lists.begin(), lists.end(),
                    [&](const auto& list) { return list.code() == code; });
    if (info != nullptr && !is_there) *response.add_code_lists() = info->list;
  }
}

// Of the list, those in which `municipality` counts.
void AddAreas(const AreaList& areas, const std::string& municipality,
              v1::ListMeasuresResponse& response) {
  const int own = areas.Find(municipality);
  for (const Area& area : areas.areas()) {
    if (areas.IsOf(areas.Find(area.code), own)) response.add_areas(area.code);
  }
}

v1::Area MakeArea(const Area& area) {
  v1::Area made;
  made.set_code(area.code);
  made.set_parent(area.parent);
  made.mutable_title()->set_fr(area.fr);
  made.mutable_title()->set_nl(area.nl);
  return made;
}

// What is kept of a version that takes a target back.
v1::Target Withdrawal(const v1::Target& said) {
  v1::Target withdrawal;
  withdrawal.set_year(said.year());
  withdrawal.set_quarter(said.quarter());
  if (said.has_term()) *withdrawal.mutable_term() = said.term();
  withdrawal.set_reason(said.reason());
  withdrawal.set_is_withdrawn(true);
  return withdrawal;
}

// Each where no older client takes it for another's.
void AddTargets(const std::vector<v1::Target>& targets, v1::Measure& measure) {
  for (const v1::Target& target : targets) {
    if (target.has_term()) {
      *measure.add_term_targets() = target;
    } else if (target.quarter() > 0) {
      *measure.add_quarter_targets() = target;
    } else {
      *measure.add_targets() = target;
    }
  }
}

}  // namespace

grpc::Status DefinitionService::ListMeasures(
    grpc::ServerContext* context, const v1::ListMeasuresRequest* request,
    v1::ListMeasuresResponse* response) {
  return door_.Serve(
      context, __func__, *request, response,
      [&](const gate::Caller& caller) { return List(caller, *request); });
}

absl::StatusOr<v1::ListMeasuresResponse> DefinitionService::List(
    const gate::Caller& caller, const v1::ListMeasuresRequest& request) {
  ENTENTE_ASSIGN_OR_RETURN(const std::string municipality,
                           ParseMunicipality(request.parent(), "parent"));
  ENTENTE_ASSIGN_OR_RETURN(const size_t size, PageSize(request.page_size()));
  ENTENTE_ASSIGN_OR_RETURN(const size_t first,
                           ParsePageNumber(request.page_token()));
  const std::unique_ptr<store::Snapshot> snapshot = store_.Read();
  ENTENTE_ASSIGN_OR_RETURN(const std::shared_ptr<const Definitions> definitions,
                           cache_.Get(*snapshot, municipality));
  v1::ListMeasuresResponse response;
  const auto& measures = definitions->measures();
  size_t i = first;
  for (; i < measures.size() && i - first < size; ++i) {
    v1::Measure& measure = *response.add_measures();
    measure.set_name(FormatMeasure(municipality, measures[i].code()));
    *measure.mutable_definition() = measures[i].definition;
    measure.set_is_local(measures[i].is_local);
    for (v1::MeasureVersion& shown : ShownVersions(measures[i].versions)) {
      *measure.add_versions() = std::move(shown);
    }
    if (const v1::MeasureSettings* settings =
            measures[i].settings.At(MonthOfDay(LocalDay(caller.now)))) {
      *measure.mutable_settings() = *settings;
    }
    ENTENTE_ASSIGN_OR_RETURN(
        const std::vector<v1::Target> targets,
        ReadTargets(*snapshot, {municipality, measures[i].code()}));
    AddTargets(targets, measure);
    for (const MonthSpan& term : TermsOf(measures[i])) {
      *measure.add_terms() = MakeTermMonths(term);
    }
    AddCodeLists(*definitions, measures[i], response);
  }
  if (first == 0) AddAreas(areas_, municipality, response);
  if (i < measures.size()) response.set_next_page_token(absl::StrCat(i));
  return response;
}

grpc::Status DefinitionService::ListIndicators(
    grpc::ServerContext* context, const v1::ListIndicatorsRequest* request,
    v1::ListIndicatorsResponse* response) {
  return door_.Serve(context, __func__, *request, response,
                     [&](const gate::Caller&) { return List(*request); });
}

absl::StatusOr<v1::ListIndicatorsResponse> DefinitionService::List(
    const v1::ListIndicatorsRequest& request) {
  ENTENTE_ASSIGN_OR_RETURN(const std::string municipality,
                           ParseConvention(request.parent(), "parent"));
  ENTENTE_ASSIGN_OR_RETURN(const size_t size, PageSize(request.page_size()));
  ENTENTE_ASSIGN_OR_RETURN(const size_t first,
                           ParsePageNumber(request.page_token()));
  ENTENTE_ASSIGN_OR_RETURN(const std::shared_ptr<const Definitions> definitions,
                           cache_.Get(*store_.Read(), municipality));
  for (const v1::ConventionRecord& record : definitions->conventions()) {
    if (record.convention() != request.parent()) continue;
    v1::ListIndicatorsResponse response;
    const size_t count = record.indicators_size();
    size_t i = first;
    for (; i < count && i - first < size; ++i) {
      *response.add_indicators() = record.indicators(static_cast<int>(i));
    }
    if (i < count) response.set_next_page_token(absl::StrCat(i));
    return response;
  }
  return ConventionUnknown();
}

grpc::Status DefinitionService::ListAreas(grpc::ServerContext* context,
                                          const v1::ListAreasRequest* request,
                                          v1::ListAreasResponse* response) {
  return door_.Serve(context, __func__, *request, response,
                     [&](const gate::Caller&) { return List(*request); });
}

absl::StatusOr<v1::ListAreasResponse> DefinitionService::List(
    const v1::ListAreasRequest& request) {
  ENTENTE_ASSIGN_OR_RETURN(const std::string municipality,
                           ParseMunicipality(request.parent(), "parent"));
  ENTENTE_ASSIGN_OR_RETURN(const size_t size, PageSize(request.page_size()));
  ENTENTE_ASSIGN_OR_RETURN(const size_t first,
                           ParsePageNumber(request.page_token()));
  const std::vector<const Area*> areas = areas_.AreasOf(municipality);
  v1::ListAreasResponse response;
  size_t i = first;
  for (; i < areas.size() && i - first < size; ++i) {
    *response.add_areas() = MakeArea(*areas[i]);
  }
  if (i < areas.size()) response.set_next_page_token(absl::StrCat(i));
  return response;
}

grpc::Status DefinitionService::SetTarget(grpc::ServerContext* context,
                                          const v1::SetTargetRequest* request,
                                          v1::Target* response) {
  return door_.Serve(
      context, __func__, *request, response,
      [&](const gate::Caller& caller) { return Set(caller, *request); });
}

absl::StatusOr<v1::Target> DefinitionService::Set(
    const gate::Caller& caller, const v1::SetTargetRequest& request) {
  ENTENTE_ASSIGN_OR_RETURN(const MeasureName measure,
                           ParseMeasure(request.parent(), "parent"));
  const v1::Target said = request.target().is_withdrawn()
                              ? Withdrawal(request.target())
                              : request.target();
  ENTENTE_ASSIGN_OR_RETURN(const TargetName name, NameOfTarget(measure, said));
  if (!said.reason().empty()) {
    ENTENTE_RETURN_IF_ERROR(ValidateReason(said.reason(), "target.reason"));
  }
  audit::RecordedStore store(store_, log_, caller);
  store.set_version_of(&ObjectVersion);
  return replay::RunOnce<v1::Target>(
      store, {caller.Scope(), caller.method, caller.now}, request,
      [&](store::Transaction& transaction) -> absl::StatusOr<v1::Target> {
        ENTENTE_ASSIGN_OR_RETURN(
            const std::shared_ptr<const Definitions> definitions,
            cache_.Get(transaction, measure.municipality));
        const int place = definitions->Find(measure.code);
        if (place < 0) return UnknownMeasure(measure.code, "parent");
        // What was agreed may be taken back whatever could be agreed today.
        if (!said.is_withdrawn()) {
          ENTENTE_RETURN_IF_ERROR(
              ValidateTarget(definitions->measures()[place], said));
        }
        ENTENTE_ASSIGN_OR_RETURN(const std::vector<v1::Target> versions,
                                 ReadTargetVersions(transaction, name));
        const std::string etag =
            versions.empty() ? "0" : versions.back().etag();
        if (!request.etag().empty() && request.etag() != etag) {
          return PeriodEtagMismatch(etag);
        }
        if (versions.empty() && said.is_withdrawn()) return TargetUnknown();
        if (!versions.empty()) {
          if (AgreeOnTheSame(said, versions.back())) return versions.back();
          ENTENTE_RETURN_IF_ERROR(
              ValidateReason(said.reason(), "target.reason"));
        }
        if (versions.size() >= kTargetVersionsMax) {
          return TooManyTargetVersions(kTargetVersionsMax);
        }
        v1::TargetRecord record;
        v1::Target& target = *record.mutable_target();
        target = said;
        target.set_name(FormatTarget(name));
        if (name.term) *target.mutable_term() = MakeTermMonths(*name.term);
        target.set_version(static_cast<int32_t>(versions.size()) + 1);
        target.set_etag(absl::StrCat(target.version()));
        target.set_office(OfficeOf(caller));
        *target.mutable_update_time() = ToTimestamp(caller.now);
        record.set_subject(caller.subject);
        ENTENTE_RETURN_IF_ERROR(PutTarget(transaction, name, record));
        return target;
      });
}

grpc::Status DefinitionService::ListTargetVersions(
    grpc::ServerContext* context, const v1::ListTargetVersionsRequest* request,
    v1::ListTargetVersionsResponse* response) {
  return door_.Serve(context, __func__, *request, response,
                     [&](const gate::Caller&) { return List(*request); });
}

absl::StatusOr<v1::ListTargetVersionsResponse> DefinitionService::List(
    const v1::ListTargetVersionsRequest& request) {
  ENTENTE_ASSIGN_OR_RETURN(const TargetName name,
                           ParseTarget(request.name(), "name"));
  ENTENTE_ASSIGN_OR_RETURN(const size_t size, PageSize(request.page_size()));
  ENTENTE_ASSIGN_OR_RETURN(const size_t first,
                           ParsePageNumber(request.page_token()));
  ENTENTE_ASSIGN_OR_RETURN(const std::vector<v1::Target> versions,
                           ReadTargetVersions(*store_.Read(), name));
  if (versions.empty()) return TargetUnknown();
  v1::ListTargetVersionsResponse list;
  list.set_next_page_token(AddNewestFirst(
      versions, first, size,
      [&](const v1::Target& version) { *list.add_targets() = version; }));
  return list;
}

}  // namespace entente::indicators
