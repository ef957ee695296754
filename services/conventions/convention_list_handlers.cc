// Finding a convention, or a place in one, among many.
#include <optional>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "services/common/base/error.h"
#include "services/common/store/records.h"
#include "services/conventions/convention_service.h"
#include "services/conventions/convention_store.h"
#include "services/conventions/conventions_keys.h"
#include "services/conventions/life_store.h"
#include "services/conventions/limits.h"
#include "services/conventions/list_filters.h"
#include "services/conventions/local_day.h"
#include "services/conventions/name_rules.h"
#include "services/conventions/page_store.h"
#include "services/conventions/search_rules.h"

namespace entente::conventions {
namespace {

// With the state of today.
absl::StatusOr<v1::Convention> AsToday(const store::Reader& reader,
                                       const v1::Convention& stored,
                                       absl::Time now) {
  ENTENTE_ASSIGN_OR_RETURN(const ConventionName name,
                           ParseConventionName(stored.name(), "name"));
  ENTENTE_ASSIGN_OR_RETURN(
      const v1::ConventionLife life,
      GetLife(reader, name, stored.valid_from(), LocalDay(now)));
  v1::Convention convention = stored;
  convention.set_state(life.state());
  return convention;
}

// Conventions of a scope, in the order of their names. NOT_FOUND for one that
// is named and not there.
absl::StatusOr<std::vector<ConventionName>> NamesOf(
    const store::Reader& reader, const ConventionScope& scope) {
  std::vector<ConventionName> names;
  if (!scope.convention.empty()) {
    names.push_back({scope.municipality, scope.convention});
    ENTENTE_RETURN_IF_ERROR(
        GetConventionHead(reader, names.front(), "parent").status());
    return names;
  }
  absl::Status parsed;
  ENTENTE_RETURN_IF_ERROR(store::ScanRecords<v1::Convention>(
      reader, keys::ConventionsOf(scope.municipality), "",
      [&](absl::string_view, const v1::Convention& convention) {
        auto name = ParseConventionName(convention.name(), "name");
        parsed = name.status();
        if (name.ok()) names.push_back(*std::move(name));
        return parsed.ok();
      }));
  ENTENTE_RETURN_IF_ERROR(parsed);
  return names;
}

absl::StatusOr<v1::ListConventionsResponse> List(
    const ServiceContext& context, const gate::Caller& caller,
    const v1::ListConventionsRequest& request) {
  ENTENTE_ASSIGN_OR_RETURN(const ConventionScope scope,
                           ParseMunicipalityScope(request.parent(), "parent"));
  ENTENTE_ASSIGN_OR_RETURN(const filter::Filter filter,
                           FilterOf<v1::Convention>(request));
  const auto snapshot = context.store.Read();
  v1::ListConventionsResponse list;
  v1::Convention shown;
  absl::Status read;
  ENTENTE_ASSIGN_OR_RETURN(
      *list.mutable_next_page_token(),
      ReadPage<v1::Convention>(
          *snapshot, context.page_tokens,
          {.scope = absl::StrCat(caller.Scope(), " conventions ",
                                 request.parent(), FilterScope(request)),
           .prefix = keys::ConventionsOf(scope.municipality),
           .size = request.page_size(),
           .token = request.page_token(),
           .size_default = kConventionPageSizeDefault,
           .size_max = kConventionPageSizeMax},
          [&](const v1::Convention& stored) {
            auto today = AsToday(*snapshot, stored, caller.now);
            if (!today.ok()) {
              read = today.status();
              return false;
            }
            shown = *std::move(today);
            return filter.Matches(shown);
          },
          [&](absl::string_view, const v1::Convention&) {
            *list.add_conventions() = shown;
          }));
  ENTENTE_RETURN_IF_ERROR(read);
  return list;
}

absl::StatusOr<v1::SearchNodesResponse> Find(
    const store::Reader& reader, const v1::SearchNodesRequest& request) {
  ENTENTE_ASSIGN_OR_RETURN(
      const Search search,
      ValidateSearch(request.parent(), request.query(), request.kinds()));
  ENTENTE_ASSIGN_OR_RETURN(const std::vector<ConventionName> names,
                           NamesOf(reader, search.scope));
  v1::SearchNodesResponse found;
  for (const ConventionName& name : names) {
    ENTENTE_ASSIGN_OR_RETURN(const v1::Convention convention,
                             GetWholeConvention(reader, name, "parent"));
    ENTENTE_ASSIGN_OR_RETURN(const v1::DefinitionsRecord definitions,
                             GetDefinitions(reader, name, "parent"));
    const FoldedTitles titles = TitlesOf(definitions.measures());
    for (const v1::Node& node : convention.nodes()) {
      const std::optional<Found> where = Finds(search, node, titles);
      if (!where) continue;
      found.set_total_size(found.total_size() + 1);
      if (found.matches_size() == kMatchesMax) continue;
      v1::NodeMatch& match = *found.add_matches();
      match.set_convention(convention.name());
      *match.mutable_node() = node;
      match.set_measure_code(where->measure_code);
    }
  }
  return found;
}

}  // namespace

grpc::Status ConventionService::ListConventions(
    grpc::ServerContext* context, const v1::ListConventionsRequest* request,
    v1::ListConventionsResponse* response) {
  return door_.Serve(context, __func__, *request, response,
                     [&](const gate::Caller& caller) {
                       return List(context_, caller, *request);
                     });
}

grpc::Status ConventionService::SearchNodes(
    grpc::ServerContext* context, const v1::SearchNodesRequest* request,
    v1::SearchNodesResponse* response) {
  return door_.Serve(context, __func__, *request, response,
                     [&](const gate::Caller&) {
                       return Find(*context_.store.Read(), *request);
                     });
}

}  // namespace entente::conventions
