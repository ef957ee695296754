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

absl::StatusOr<Search> ValidateSearch(const v1::SearchNodesRequest& request) {
  Search search;
  ENTENTE_ASSIGN_OR_RETURN(search.scope,
                           ParseConventionScope(request.parent(), "parent"));
  if (request.query().size() > kQueryBytesMax) return QueryLength();
  search.words = WordsOf(FoldText(request.query()));
  const bool has_word =
      std::any_of(search.words.begin(), search.words.end(),
                  [](const std::string& word) { return word.size() >= 2; });
  if (!has_word) return QueryLength();
  search.kinds.assign(request.kinds().begin(), request.kinds().end());
  return search;
}

bool Finds(const Search& search, const v1::Node& node) {
  if (!search.kinds.empty() &&
      std::find(search.kinds.begin(), search.kinds.end(), node.kind()) ==
          search.kinds.end()) {
    return false;
  }
  const std::string folded = FoldText(node.text());
  return std::all_of(
      search.words.begin(), search.words.end(),
      [&](const std::string& word) { return BeginsAWord(folded, word); });
}

}  // namespace entente::conventions
