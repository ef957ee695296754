#include "services/common/filter/filter_errors.h"

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"

namespace entente::filter {

Sentence ExpectedField(const std::vector<std::string>& fields) {
  const std::string all = absl::StrJoin(fields, ", ");
  return {.en = absl::StrCat("one of the fields ", all),
          .fr = absl::StrCat("un des champs ", all),
          .nl = absl::StrCat("een van de velden ", all)};
}

Sentence ExpectedComparator(const std::string& comparators) {
  return {.en = absl::StrCat("one of ", comparators),
          .fr = absl::StrCat("un des signes ", comparators),
          .nl = absl::StrCat("een van de tekens ", comparators)};
}

Sentence ExpectedValue(const Sentence& example) {
  return {.en = absl::StrCat("a value such as ", example.en),
          .fr = absl::StrCat("une valeur telle que ", example.fr),
          .nl = absl::StrCat("een waarde zoals ", example.nl)};
}

Sentence ExpectedBracket() {
  return {.en = "a closing bracket",
          .fr = "une parenthèse fermante",
          .nl = "een sluitend haakje"};
}

Sentence ExpectedQuote() {
  return {.en = "a quoted text that is closed",
          .fr = "un texte entre guillemets qui se referme",
          .nl = "een tekst tussen aanhalingstekens die sluit"};
}

Sentence ExpectedEnd() {
  return {.en = "AND, OR or the end",
          .fr = "AND, OR ou la fin",
          .nl = "AND, OR of het einde"};
}

Sentence ExpectedLess(const std::string& bound) {
  return {.en = absl::StrCat("a shorter filter: at most ", bound),
          .fr = absl::StrCat("un filtre plus court : au plus ", bound),
          .nl = absl::StrCat("een korter filter: hoogstens ", bound)};
}

absl::Status FilterInvalid(size_t position, const Sentence& expected) {
  const std::string at = absl::StrCat(position);
  return MakeError(
      absl::StatusCode::kInvalidArgument,
      {.reason = "FILTER_INVALID",
       .field = "filter",
       .metadata = {{"position", at}},
       .sentence = {
           .en = absl::StrCat("The filter cannot be read at character ", at,
                              ": expected ", expected.en, "."),
           .fr = absl::StrCat("Le filtre est illisible au caractère ", at,
                              " : il y faut ", expected.fr, "."),
           .nl = absl::StrCat("Het filter is onleesbaar bij teken ", at,
                              ": verwacht wordt ", expected.nl, ".")}});
}

}  // namespace entente::filter
