#include "services/conventions/document/headings.h"

#include <algorithm>
#include <optional>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "services/conventions/document/bullets.h"
#include "services/conventions/document/document_lines.h"
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

// A cursor over folded text.
class Reader {
 public:
  explicit Reader(absl::string_view text) : text_(text) {}

  size_t at() const { return at_; }
  bool is_done() const { return at_ >= text_.size(); }
  char peek() const { return is_done() ? '\0' : text_[at_]; }
  absl::string_view rest() const { return text_.substr(at_); }
  void Move(size_t at) { at_ = at; }

  void SkipSpaces() {
    while (peek() == ' ') ++at_;
  }
  // A word, or words, that end here.
  bool Consume(absl::string_view words) {
    if (!absl::StartsWith(rest(), words)) return false;
    const size_t end = at_ + words.size();
    const bool is_cut = end < text_.size() && absl::ascii_isalpha(text_[end]) &&
                        absl::ascii_isalpha(words.back());
    if (is_cut) return false;
    at_ = end;
    return true;
  }

 private:
  absl::string_view text_;
  size_t at_ = 0;
};

constexpr absl::string_view kRomans[] = {
    "i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix", "x", "xi", "xii"};

// "2", "1.2" (its last), "iv"; nullopt when no number stands here.
std::optional<int> ReadNumber(Reader* reader) {
  const size_t begin = reader->at();
  if (absl::ascii_isdigit(reader->peek())) {
    int value = 0;
    int digits = 0;
    while (absl::ascii_isdigit(reader->peek()) && digits < 4) {
      value = value * 10 + (reader->peek() - '0');
      reader->Move(reader->at() + 1);
      ++digits;
      const absl::string_view rest = reader->rest();
      if (rest.size() > 1 && rest[0] == '.' && absl::ascii_isdigit(rest[1])) {
        reader->Move(reader->at() + 1);
        value = digits = 0;
      }
    }
    if (digits <= 2 && !absl::ascii_isalpha(reader->peek())) return value;
    reader->Move(begin);
    return std::nullopt;
  }
  for (int i = std::size(kRomans) - 1; i >= 0; --i) {
    if (reader->Consume(kRomans[i])) return i + 1;
  }
  return std::nullopt;
}

// "1", "1 et 2", "1, 2 en 3", "1 a 3", "n° 2", "(2)".
std::vector<int> ReadNumbers(Reader* reader, bool* is_variant) {
  std::vector<int> numbers;
  const size_t begin = reader->at();
  reader->SkipSpaces();
  for (const absl::string_view word :
       {"numero", "nummer", "num.", "no.", "nr.", "no", "nr", "n.", "("}) {
    if (reader->Consume(word)) {
      *is_variant = true;
      break;
    }
  }
  reader->SkipSpaces();
  std::optional<int> number = ReadNumber(reader);
  if (!number.has_value()) {
    reader->Move(begin);
    return numbers;
  }
  numbers.push_back(*number);
  while (numbers.size() < 20) {
    const size_t end = reader->at();
    reader->SkipSpaces();
    bool is_range = false;
    bool has_joint = false;
    for (const absl::string_view joint : {"et", "en", "&", ",", "+", "/"}) {
      has_joint = has_joint || reader->Consume(joint);
    }
    if (!has_joint) {
      is_range = reader->Consume("a") || reader->Consume("tot en met") ||
                 reader->Consume("tot");
    }
    reader->SkipSpaces();
    number = has_joint || is_range ? ReadNumber(reader) : std::nullopt;
    if (!number.has_value()) {
      reader->Move(end);
      break;
    }
    if (is_range) {
      const int last = std::min(*number, numbers.back() + 15);
      for (int n = numbers.back() + 1; n < last; ++n) numbers.push_back(n);
    }
    numbers.push_back(*number);
  }
  if (reader->peek() == ')') reader->Move(reader->at() + 1);
  return numbers;
}

// "2. ", "1.2) " before the words.
void SkipOutline(Reader* reader, std::vector<int>* numbers) {
  const size_t begin = reader->at();
  if (!absl::ascii_isdigit(reader->peek())) return;
  const std::optional<int> number = ReadNumber(reader);
  if (number.has_value() && (reader->peek() == '.' || reader->peek() == ')')) {
    reader->Move(reader->at() + 1);
  }
  if (!number.has_value() || reader->peek() != ' ') {
    reader->Move(begin);
    return;
  }
  reader->SkipSpaces();
  numbers->push_back(*number);
}

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
bool ReadEnd(Reader* reader, const Line& line, bool needs_end,
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
  Reader reader(line.folded);
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

bool ReadPhrase(const Phrase& phrase, Reader reader, const Line& line,
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

  Reader start(line.folded);
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

std::string RomanNumeral(int number) {
  if (number <= 0 || number >= 40) return absl::StrCat(std::max(number, 0));
  static constexpr absl::string_view kOnes[] = {"",  "I",  "II",  "III",  "IV",
                                                "V", "VI", "VII", "VIII", "IX"};
  std::string roman(static_cast<size_t>(number / 10), 'X');
  absl::StrAppend(&roman, kOnes[number % 10]);
  return roman;
}

}  // namespace entente::conventions
