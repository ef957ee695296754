#include "services/indicators/definition_service.h"

#include <memory>
#include <string>

#include "absl/strings/str_cat.h"
#include "services/common/audit/recorded_store.h"
#include "services/common/base/error.h"
#include "services/common/replay/replay.h"
#include "services/indicators/error_rules.h"
#include "services/indicators/name_rules.h"
#include "services/indicators/object_version_store.h"
#include "services/indicators/page_rules.h"

namespace entente::indicators {
namespace {

namespace v1 = entente::indicators::v1;

absl::Status ConventionUnknown() {
  return Refuse(absl::StatusCode::kNotFound, "CONVENTION_UNKNOWN", "parent",
                {"No definitions were published for this convention.",
                 "Aucune définition n'a été publiée pour cette convention.",
                 "Voor deze overeenkomst zijn geen definities gepubliceerd."});
}

}  // namespace

grpc::Status DefinitionService::ListMeasures(
    grpc::ServerContext* context, const v1::ListMeasuresRequest* request,
    v1::ListMeasuresResponse* response) {
  return door_.Serve(context, __func__, *request, response,
                     [&](const gate::Caller&) { return List(*request); });
}

absl::StatusOr<v1::ListMeasuresResponse> DefinitionService::List(
    const v1::ListMeasuresRequest& request) {
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
    ENTENTE_ASSIGN_OR_RETURN(
        const std::vector<v1::Target> targets,
        ReadTargets(*snapshot, municipality, measures[i].code()));
    for (const v1::Target& target : targets) *measure.add_targets() = target;
  }
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

grpc::Status DefinitionService::SetTarget(grpc::ServerContext* context,
                                          const v1::SetTargetRequest* request,
                                          v1::Target* response) {
  return door_.Serve(
      context, __func__, *request, response,
      [&](const gate::Caller& caller) { return Set(caller, *request); });
}

absl::StatusOr<v1::Target> DefinitionService::Set(
    const gate::Caller& caller, const v1::SetTargetRequest& request) {
  ENTENTE_ASSIGN_OR_RETURN(const MeasureName name,
                           ParseMeasure(request.parent(), "parent"));
  audit::RecordedStore store(store_, log_, caller);
  store.set_version_of(&ObjectVersion);
  return replay::RunOnce<v1::Target>(
      store, {caller.Scope(), caller.method, caller.now}, request,
      [&](store::Transaction& transaction) -> absl::StatusOr<v1::Target> {
        ENTENTE_ASSIGN_OR_RETURN(
            const std::shared_ptr<const Definitions> definitions,
            cache_.Get(transaction, name.municipality));
        const int measure = definitions->Find(name.code);
        if (measure < 0) return UnknownMeasure(name.code, "parent");
        ENTENTE_RETURN_IF_ERROR(
            ValidateTarget(definitions->measures()[measure], request.target()));
        v1::Target target = request.target();
        target.set_name(
            absl::StrCat(request.parent(), "/targets/", target.year()));
        PutTarget(transaction, name.municipality, name.code, target);
        return target;
      });
}

}  // namespace entente::indicators
