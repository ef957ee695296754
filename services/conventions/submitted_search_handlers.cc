// Looking for words in what was handed in.
#include <optional>
#include <string>

#include "services/common/base/error.h"
#include "services/conventions/limits.h"
#include "services/conventions/search_rules.h"
#include "services/conventions/submission_service.h"
#include "services/conventions/submitted_texts.h"

namespace entente::conventions {

grpc::Status SubmissionService::SearchSubmittedNodes(
    grpc::ServerContext* context,
    const v1::SearchSubmittedNodesRequest* request,
    v1::SearchSubmittedNodesResponse* response) {
  return door_.Serve(
      context, __func__, *request, response,
      [&](const gate::Caller&)
          -> absl::StatusOr<v1::SearchSubmittedNodesResponse> {
        ENTENTE_ASSIGN_OR_RETURN(
            const Search search,
            ValidateSearch(request->parent(), request->query(),
                           request->kinds()));
        ENTENTE_ASSIGN_OR_RETURN(
            const LatestTexts texts,
            texts_.Latest(*context_.store.Read(), search.scope));
        v1::SearchSubmittedNodesResponse found;
        found.set_convention_count(static_cast<int>(texts.readable.size()));
        found.set_unreadable_count(static_cast<int>(texts.unreadable.size()));
        for (const std::string& name : texts.unreadable) {
          if (found.unreadable_submissions_size() == kMatchesMax) break;
          found.add_unreadable_submissions(name);
        }
        for (const auto& text : texts.readable) {
          for (const v1::Node& node : text->nodes) {
            const std::optional<Found> where =
                Finds(search, node, text->titles);
            if (!where) continue;
            found.set_total_size(found.total_size() + 1);
            if (found.matches_size() == kMatchesMax) continue;
            v1::SubmittedNodeMatch& match = *found.add_matches();
            match.set_submission(text->submission);
            match.set_convention(text->convention);
            *match.mutable_node() = node;
            match.set_measure_code(where->measure_code);
          }
        }
        return found;
      });
}

}  // namespace entente::conventions
