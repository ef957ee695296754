// Looking for words in the texts of a convention. Pure.
#ifndef SERVICES_CONVENTIONS_SEARCH_RULES_H_
#define SERVICES_CONVENTIONS_SEARCH_RULES_H_

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "entente/conventions/v1/convention.pb.h"
#include "entente/conventions/v1/measure.pb.h"
#include "google/protobuf/repeated_field.h"
#include "google/protobuf/repeated_ptr_field.h"
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
absl::StatusOr<Search> ValidateSearch(
    const std::string& parent, const std::string& query,
    const google::protobuf::RepeatedField<int>& kinds);

// The titles of measures in French and Dutch, folded, by code.
using FoldedTitles = std::map<std::string, std::vector<std::string>>;
FoldedTitles TitlesOf(
    const google::protobuf::RepeatedPtrField<v1::MeasureDefinition>& measures);

// Where a node has what is looked for.
struct Found {
  // Empty: in its own text or a translation of it.
  std::string measure_code;
};

// Whether each word begins a word of the node's text, of one translation of it,
// or of the title of one measure that it reports, in one language.
std::optional<Found> Finds(const Search& search, const v1::Node& node,
                           const FoldedTitles& titles);

}  // namespace entente::conventions

#endif  // SERVICES_CONVENTIONS_SEARCH_RULES_H_
