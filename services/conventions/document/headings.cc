#include "services/conventions/document/headings.h"

#include <algorithm>
#include <optional>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/strip.h"
#include "services/conventions/document/bullets.h"
#include "services/conventions/document/document_lines.h"
#include "services/conventions/document/heading_numbers.h"
#include "services/conventions/document/text_fold.h"

namespace entente::conventions {
namespace {

enum class Form { kSingular, kPlural, kMixed, kAbbreviation, kShort };

struct Phrase {
  absl::string_view words;
  HeadingKind kind;
  Form form;
  bool is_dutch;
};

using K = HeadingKind;

// Longer phrases stand before their beginnings.
constexpr Phrase kPhrases[] = {
    {"secteur d'activites", K::kSector, Form::kSingular, false},
    {"secteur d'activite", K::kSector, Form::kSingular, false},
    {"secteurs d'activites", K::kSector, Form::kPlural, false},
    {"secteurs d'activite", K::kSector, Form::kPlural, false},
    {"secteur", K::kSector, Form::kShort, false},
    {"activiteitensector", K::kSector, Form::kSingular, true},
    {"activiteitssector", K::kSector, Form::kSingular, true},
    {"activiteitsector", K::kSector, Form::kSingular, true},
    {"sector", K::kSector, Form::kShort, true},
    {"objectifs generaux", K::kGeneral, Form::kPlural, false},
    {"objectifs general", K::kGeneral, Form::kMixed, false},
    {"objectif generaux", K::kGeneral, Form::kMixed, false},
    {"objectif general", K::kGeneral, Form::kSingular, false},
    {"og", K::kGeneral, Form::kAbbreviation, false},
    {"algemene doelstellingen", K::kGeneral, Form::kPlural, true},
    {"algemene doelstelling", K::kGeneral, Form::kSingular, true},
    {"ad", K::kGeneral, Form::kAbbreviation, true},
    {"objectifs strategiques", K::kStrategic, Form::kPlural, false},
    {"objectifs strategique", K::kStrategic, Form::kMixed, false},
    {"objectif strategiques", K::kStrategic, Form::kMixed, false},
    {"objectif strategique", K::kStrategic, Form::kSingular, false},
    {"os", K::kStrategic, Form::kAbbreviation, false},
    {"strategische doelstellingen", K::kStrategic, Form::kPlural, true},
    {"strategische doelstelling", K::kStrategic, Form::kSingular, true},
    {"strategisch doelstelling", K::kStrategic, Form::kMixed, true},
    {"sd", K::kStrategic, Form::kAbbreviation, true},
    {"objectifs operationnels", K::kOperational, Form::kPlural, false},
    {"objectifs operationnel", K::kOperational, Form::kMixed, false},
    {"objectif operationnels", K::kOperational, Form::kMixed, false},
    {"objectif operationnel", K::kOperational, Form::kSingular, false},
    {"oo", K::kOperational, Form::kAbbreviation, false},
    {"operationele doelstellingen", K::kOperational, Form::kPlural, true},
    {"operationele doelstelling", K::kOperational, Form::kSingular, true},
    {"od", K::kOperational, Form::kAbbreviation, true},
    {"resultats attendus", K::kResults, Form::kPlural, false},
    {"resultats attendu", K::kResults, Form::kMixed, false},
    {"resultat attendus", K::kResults, Form::kMixed, false},
    {"resultat attendu", K::kResults, Form::kSingular, false},
    {"resultats escomptes", K::kResults, Form::kPlural, false},
    {"resultats", K::kResults, Form::kShort, false},
    {"verwachte resultaten", K::kResults, Form::kPlural, true},
    {"verwacht resultaten", K::kResults, Form::kMixed, true},
    {"verwachte resultaat", K::kResults, Form::kMixed, true},
    {"verwacht resultaat", K::kResults, Form::kSingular, true},
    {"resultaten", K::kResults, Form::kShort, true},
    {"indicateurs", K::kIndicators, Form::kPlural, false},
    {"indicateur", K::kIndicators, Form::kSingular, false},
    {"indicatoren", K::kIndicators, Form::kPlural, true},
    {"indicators", K::kIndicators, Form::kMixed, true},
    {"indicator", K::kIndicators, Form::kSingular, true},
};

// Capitals whose accents a typewriter dropped: all upper case, and the folded
// form is the plain lower-case one.
bool IsUpperCase(absl::string_view printed) {
  bool has_upper = false;
  for (const char c : printed) {
    if (absl::ascii_islower(c)) return false;
    has_upper = has_upper || absl::ascii_isupper(c);
  }
  return has_upper;
}

// Splits `line` behind the heading's words and numbers. False when what follows
// shows that it is a sentence and no heading.
bool ReadEnd(FoldedReader* reader, const Line& line, bool needs_end,
             Heading* heading) {
  const size_t words_end = reader->at();
  reader->SkipSpaces();
  heading->has_space_before_colon = reader->at() > words_end;
  size_t printed_end = words_end;
  const char mark = reader->peek();
  if (mark == ':') {
    heading->has_colon = true;
    reader->Move(reader->at() + 1);
    printed_end = reader->at();
  } else if (mark == '.' || mark == ')' || mark == '-' || mark == ';') {
    reader->Move(reader->at() + 1);
    printed_end = reader->at();
  } else if (needs_end && !reader->is_done()) {
    return false;
  }
  reader->SkipSpaces();
  if (needs_end && !heading->has_colon && !reader->is_done()) return false;
  const FoldedText folded = FoldWithOrigin(line.text);
  const auto origin = [&](size_t at) {
    return folded.origin[std::min(at, folded.origin.size() - 1)];
  };
  // Quotes fold to nothing: text begins right behind the heading.
  heading->printed = std::string(absl::StripAsciiWhitespace(
      absl::string_view(line.text).substr(0, origin(printed_end))));
  heading->inline_text = std::string(absl::StripAsciiWhitespace(
      absl::string_view(line.text).substr(heading->printed.size())));
  return true;
}

v1::Allocation AllocationOf(absl::string_view folded) {
  for (const absl::string_view word :
       {"complementaire", "supplementaire", "aanvullende", "bijkomende",
        "radicali"}) {
    if (absl::StrContains(folded, word)) return v1::ALLOCATION_SUPPLEMENTARY;
  }
  for (const absl::string_view word :
       {"allocation", "toelage", "allocatie", "aide", "subvention", "subside",
        "subsidie", "steun"}) {
    if (absl::StrContains(folded, word)) return v1::ALLOCATION_GENERAL;
  }
  return v1::ALLOCATION_UNSPECIFIED;
}

// "II. Aide financière complémentaire", "PARTIE I : ...", "Deel II - ...".
bool ReadPart(const Line& line, Heading* heading) {
  FoldedReader reader(line.folded);
  bool has_word = false;
  for (const absl::string_view word : {"partie", "deel", "volet", "luik"}) {
    if (reader.Consume(word)) {
      has_word = true;
      heading->is_dutch = word == "deel" || word == "luik";
      break;
    }
  }
  reader.SkipSpaces();
  if (!has_word && absl::ascii_isdigit(reader.peek())) return false;
  const std::optional<int> number = ReadNumber(&reader);
  if (!number.has_value()) return false;
  const size_t number_end = reader.at();
  reader.SkipSpaces();
  const bool has_mark =
      absl::string_view(".:-)").find(reader.peek()) != absl::string_view::npos;
  if (!has_word && (!has_mark || reader.is_done())) return false;
  if (reader.at() > number_end && !has_mark && !reader.is_done()) {
    if (!has_word) return false;
  }
  if (line.folded.size() > 300) return false;
  heading->allocation = AllocationOf(reader.rest());
  if (!has_word && heading->allocation == v1::ALLOCATION_UNSPECIFIED) {
    return false;
  }
  heading->kind = HeadingKind::kPart;
  heading->numbers = {*number};
  heading->printed = line.text;
  heading->has_colon = true;
  heading->is_dutch = heading->is_dutch ||
                      absl::StrContains(line.folded, "toelage") ||
                      absl::StrContains(line.folded, "steun");
  return true;
}

bool ReadPhrase(const Phrase& phrase, FoldedReader reader, const Line& line,
                std::vector<int> outline, bool is_bulleted, Heading* heading) {
  if (!reader.Consume(phrase.words)) return false;
  bool is_variant = is_bulleted || phrase.form == Form::kAbbreviation;
  heading->kind = phrase.kind;
  heading->is_dutch = phrase.is_dutch;
  heading->numbers = ReadNumbers(&reader, &is_variant);
  if (heading->numbers.empty() && !outline.empty()) {
    heading->numbers = {outline.back()};
    is_variant = true;
  }
  const bool has_number = !heading->numbers.empty();
  const bool is_short =
      phrase.form == Form::kShort || phrase.form == Form::kAbbreviation;
  const bool is_list = HoldsItems(phrase.kind);
  if (is_short && !has_number && !is_list) return false;
  // Only "Objectif stratégique 2 Prévention ..." may go on without a mark.
  const bool needs_end = !has_number || is_short || is_list || is_bulleted;
  if (!ReadEnd(&reader, line, needs_end, heading)) return false;
  if (is_short && is_list && !heading->has_colon) return false;
  if (is_bulleted && !heading->inline_text.empty()) return false;
  const bool is_plural_due = heading->numbers.size() > 1;
  heading->is_agreeing = phrase.form != Form::kMixed &&
                         (phrase.kind != HeadingKind::kStrategic || is_short ||
                          (phrase.form == Form::kPlural) == is_plural_due);
  heading->is_variant = is_variant || phrase.form == Form::kShort ||
                        (IsUpperCase(heading->printed) && !is_short);
  return true;
}

}  // namespace

bool HoldsText(HeadingKind kind) {
  return kind == HeadingKind::kPart || kind == HeadingKind::kSector ||
         kind == HeadingKind::kGeneral || kind == HeadingKind::kStrategic;
}

bool HoldsItems(HeadingKind kind) {
  return kind == HeadingKind::kOperational || kind == HeadingKind::kResults ||
         kind == HeadingKind::kIndicators;
}

v1::Node::Kind NodeKindOf(HeadingKind kind) {
  switch (kind) {
    case HeadingKind::kPart:
      return v1::Node::KIND_PART;
    case HeadingKind::kSector:
      return v1::Node::KIND_SECTOR;
    case HeadingKind::kGeneral:
      return v1::Node::KIND_GENERAL_OBJECTIVE;
    case HeadingKind::kStrategic:
      return v1::Node::KIND_STRATEGIC_OBJECTIVE;
    case HeadingKind::kOperational:
      return v1::Node::KIND_OPERATIONAL_OBJECTIVE;
    case HeadingKind::kResults:
      return v1::Node::KIND_EXPECTED_RESULT;
    case HeadingKind::kIndicators:
      return v1::Node::KIND_INDICATOR;
    case HeadingKind::kNone:
      return v1::Node::KIND_UNSPECIFIED;
  }
  return v1::Node::KIND_UNSPECIFIED;
}

Heading ReadHeading(const Line& line) {
  Heading heading;
  const std::optional<absl::string_view> bullet = ReadBullet(line.text);
  const bool is_bulleted = bullet.has_value();
  if (!is_bulleted && ReadPart(line, &heading)) return heading;
  heading = Heading();

  FoldedReader start(line.folded);
  if (is_bulleted) {
    const size_t behind = line.folded.find(FoldText(bullet->substr(0, 12)));
    if (bullet->empty() || behind == std::string::npos) return heading;
    start.Move(behind);
  }
  std::vector<int> outline;
  SkipOutline(&start, &outline);
  start.Consume("les ");
  for (const Phrase& phrase : kPhrases) {
    Heading found;
    if (ReadPhrase(phrase, start, line, outline, is_bulleted, &found)) {
      return found;
    }
  }
  return heading;
}

bool LooksLikeBarePart(const Line& line, Heading* heading) {
  const absl::string_view folded = line.folded;
  if (folded.size() > 200 || absl::StrContains(folded, "eur")) return false;
  bool is_bare = false;
  for (const absl::string_view words :
       {"allocation generale", "allocation complementaire",
        "allocation contrat", "aide financiere complementaire",
        "algemene toelage", "aanvullende toelage", "bijkomende financiele",
        "aanvullende financiele", "toelage veiligheids"}) {
    is_bare = is_bare || absl::StartsWith(folded, words);
  }
  if (!is_bare) return false;
  heading->kind = HeadingKind::kPart;
  heading->printed = line.text;
  heading->allocation = AllocationOf(folded);
  heading->has_colon = heading->is_variant = true;
  heading->is_dutch = absl::StrContains(folded, "toelage") ||
                      absl::StrContains(folded, "financiele");
  return true;
}

}  // namespace entente::conventions
