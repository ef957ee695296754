#include "services/conventions/search_rules.h"

#include <algorithm>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "services/common/base/error.h"
#include "services/conventions/document/text_fold.h"
#include "services/conventions/limits.h"

namespace entente::conventions {
namespace {

// A byte of a word in a folded text: letters, digits, and what is not ASCII.
bool IsOfWord(char c) {
  return absl::ascii_isalnum(static_cast<unsigned char>(c)) ||
         !absl::ascii_isascii(static_cast<unsigned char>(c));
}

std::vector<std::string> WordsOf(absl::string_view folded) {
  std::vector<std::string> words;
  bool is_inside = false;
  for (const char c : folded) {
    if (IsOfWord(c)) {
      if (!is_inside) words.emplace_back();
      words.back().push_back(c);
    }
    is_inside = IsOfWord(c);
  }
  return words;
}

bool BeginsAWord(absl::string_view folded, absl::string_view word) {
  size_t at = folded.find(word);
  while (at != absl::string_view::npos) {
    if (at == 0 || !IsOfWord(folded[at - 1])) return true;
    at = folded.find(word, at + 1);
  }
  return false;
}

bool HasAll(absl::string_view folded, const std::vector<std::string>& words) {
  return std::all_of(words.begin(), words.end(), [&](const std::string& word) {
    return BeginsAWord(folded, word);
  });
}

absl::Status QueryLength() {
  const std::string max = absl::StrCat(kQueryBytesMax);
  return MakeError(
      absl::StatusCode::kInvalidArgument,
      {.reason = "QUERY_LENGTH",
       .field = "query",
       .metadata = {{"bytes_max", max}},
       .sentence = {
           .en = absl::StrCat("A search needs a word of two letters or digits, "
                              "and at most ",
                              max, " bytes."),
           .fr = absl::StrCat("Une recherche demande un mot de deux lettres ou "
                              "chiffres, et au plus ",
                              max, " octets."),
           .nl = absl::StrCat("Een zoekopdracht heeft een woord van twee "
                              "letters of cijfers nodig, en hoogstens ",
                              max, " bytes.")}});
}

}  // namespace

absl::StatusOr<Search> ValidateSearch(
    const std::string& parent, const std::string& query,
    const google::protobuf::RepeatedField<int>& kinds) {
  Search search;
  ENTENTE_ASSIGN_OR_RETURN(search.scope,
                           ParseConventionScope(parent, "parent"));
  if (query.size() > kQueryBytesMax) return QueryLength();
  search.words = WordsOf(FoldText(query));
  const bool has_word =
      std::any_of(search.words.begin(), search.words.end(),
                  [](const std::string& word) { return word.size() >= 2; });
  if (!has_word) return QueryLength();
  search.kinds.assign(kinds.begin(), kinds.end());
  return search;
}

FoldedTitles TitlesOf(
    const google::protobuf::RepeatedPtrField<v1::MeasureDefinition>& measures) {
  FoldedTitles titles;
  for (const v1::MeasureDefinition& measure : measures) {
    for (const std::string* title :
         {&measure.title().fr(), &measure.title().nl()}) {
      if (!title->empty()) titles[measure.code()].push_back(FoldText(*title));
    }
  }
  return titles;
}

std::optional<Found> Finds(const Search& search, const v1::Node& node,
                           const FoldedTitles& titles) {
  if (!search.kinds.empty() &&
      std::find(search.kinds.begin(), search.kinds.end(), node.kind()) ==
          search.kinds.end()) {
    return std::nullopt;
  }
  if (HasAll(FoldText(node.text()), search.words)) return Found();
  for (const v1::Translation& translation : node.translations()) {
    if (HasAll(FoldText(translation.text()), search.words)) return Found();
  }
  for (const std::string& code : node.measure_codes()) {
    const auto of_code = titles.find(code);
    if (of_code == titles.end()) continue;
    for (const std::string& title : of_code->second) {
      if (HasAll(title, search.words)) return Found{code};
    }
  }
  return std::nullopt;
}

}  // namespace entente::conventions
