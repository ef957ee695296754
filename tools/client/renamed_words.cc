#include "tools/client/renamed_words.h"

#include <optional>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "tools/client/language.h"

namespace entente::client {
namespace {

namespace cv1 = entente::conventions::v1;
namespace v1 = entente::indicators::v1;
using entente::common::v1::LocalizedText;

// Words of one language.
struct Words {
  Language language;
  const char* approved;
  const char* called;
  const char* untitled;
  const char* unit;
  const char* unitless;
  const char* open;
  const char* close;
};

constexpr Words kEn = {Language::kEn, ": when the month was approved ",
                       "called ",     "without title",
                       "unit ",       "without unit",
                       "\"",          "\""};
constexpr Words kFr = {Language::kFr, " : à l'approbation du mois ",
                       "appelée ",    "sans titre",
                       "unité ",      "sans unité",
                       "« ",          " »"};
constexpr Words kNl = {Language::kNl, ": bij de goedkeuring van de maand ",
                       "genoemd ",    "zonder titel",
                       "eenheid ",    "zonder eenheid",
                       "\"",          "\""};

// What was said then in a language in which something else is said now.
struct Otherwise {
  std::string then;
  Sentence in;
};

std::optional<Otherwise> FindOtherwise(const LocalizedText& now,
                                       const LocalizedText& then) {
  if (now.fr() != then.fr()) {
    return Otherwise{then.fr(), {"in French", "en français", "in het Frans"}};
  }
  if (now.nl() != then.nl()) {
    return Otherwise{then.nl(),
                     {"in Dutch", "en néerlandais", "in het Nederlands"}};
  }
  if (now.en() != then.en()) {
    return Otherwise{then.en(), {"in English", "en anglais", "in het Engels"}};
  }
  if (now.de() != then.de()) {
    return Otherwise{then.de(), {"in German", "en allemand", "in het Duits"}};
  }
  return std::nullopt;
}

// `with` a name, or `without` one.
std::string Part(const Words& words, const LocalizedText& now,
                 const LocalizedText& then, const char* with,
                 const char* without) {
  std::string name = Pick(then, words.language);
  std::string in;
  if (name == Pick(now, words.language)) {
    const std::optional<Otherwise> other = FindOtherwise(now, then);
    if (other.has_value()) {
      name = other->then;
      in = Pick(other->in, words.language);
    }
  }
  if (name.empty()) return absl::StrCat(without, in.empty() ? "" : " ", in);
  return absl::StrCat(with, in, in.empty() ? "" : " ", words.open, name,
                      words.close);
}

std::string SentenceIn(const Words& words, const cv1::MeasureDefinition& now,
                       const v1::RenamedMeasure& then) {
  std::vector<std::string> said;
  if (then.has_title()) {
    said.push_back(
        Part(words, now.title(), then.title(), words.called, words.untitled));
  }
  if (then.has_unit()) {
    said.push_back(
        Part(words, now.unit(), then.unit(), words.unit, words.unitless));
  }
  const std::string& title = Pick(now.title(), words.language);
  return absl::StrCat(title.empty() ? then.measure_code() : title,
                      words.approved, absl::StrJoin(said, ", "));
}

}  // namespace

Sentence RenamedSentence(const cv1::MeasureDefinition& now,
                         const v1::RenamedMeasure& then) {
  return {SentenceIn(kEn, now, then), SentenceIn(kFr, now, then),
          SentenceIn(kNl, now, then)};
}

}  // namespace entente::client
