// Looking for words in the texts of a convention. Pure.
#ifndef SERVICES_CONVENTIONS_SEARCH_RULES_H_
#define SERVICES_CONVENTIONS_SEARCH_RULES_H_

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "entente/conventions/v1/convention.pb.h"
#include "entente/conventions/v1/convention_service.pb.h"
#include "services/conventions/name_rules.h"

namespace entente::conventions {

// What is looked for.
struct Search {
  ConventionScope scope;
  // Folded (FoldText); at least one.
  std::vector<std::string> words;
  // None: every kind.
  std::vector<int> kinds;
};

// Errors: INVALID_ARGUMENT / MALFORMED_NAME, QUERY_LENGTH.
absl::StatusOr<Search> ValidateSearch(const v1::SearchNodesRequest& request);

// Whether each word begins a word of the node's text.
bool Finds(const Search& search, const v1::Node& node);

}  // namespace entente::conventions

#endif  // SERVICES_CONVENTIONS_SEARCH_RULES_H_
