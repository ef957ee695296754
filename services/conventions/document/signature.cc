#include "services/conventions/document/signature.h"

#include <algorithm>
#include <set>
#include <string>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "services/conventions/document/findings.h"
#include "services/conventions/document/text_fold.h"
#include "services/conventions/money/date.h"

namespace entente::conventions {
namespace {

// A signature block has a dozen lines; annexes may follow it.
constexpr size_t kLinesMax = 60;
constexpr size_t kSignatoriesMax = 20;
constexpr size_t kPlaceBytesMax = 60;

bool StartsWithAny(absl::string_view text,
                   std::initializer_list<absl::string_view> beginnings) {
  return std::any_of(beginnings.begin(), beginnings.end(),
                     [&](absl::string_view beginning) {
                       return absl::StartsWith(text, beginning);
                     });
}

enum class Side { kNone, kState, kMunicipality };

Side SideOf(absl::string_view folded) {
  if (StartsWithAny(folded,
                    {"pour l'etat", "pour le gouvernement", "voor de staat",
                     "voor de federale staat", "voor de belgische staat"})) {
    return Side::kState;
  }
  if (StartsWithAny(folded,
                    {"pour la ville", "pour la commune", "pour le college",
                     "voor de stad", "voor de gemeente", "voor het college"})) {
    return Side::kMunicipality;
  }
  return Side::kNone;
}

bool IsClosing(absl::string_view folded) {
  return StartsWithAny(folded, {"chaque partie", "elke ", "iedere ",
                                "les parties", "de partijen"});
}

// Place between the words of signing and the next mark; empty when blank.
std::string ReadPlace(absl::string_view clean) {
  const FoldedText folded = FoldWithOrigin(clean);
  size_t begin = std::string::npos;
  for (const absl::string_view words :
       {"signee a ", "signe a ", "fait a ", "etabli a ", "ondertekend te ",
        "getekend te ", "opgemaakt te ", "gedaan te ", "signee en ",
        "ondertekend in "}) {
    const size_t found = folded.text.find(words.data(), 0, words.size());
    if (found == std::string::npos) continue;
    begin = found + words.size();
    break;
  }
  if (begin == std::string::npos) return "";
  size_t end = std::min(folded.text.size(), begin + kPlaceBytesMax);
  for (const absl::string_view stop :
       {",", " en ", " in ", " le ", " op ", " werd ", "..", "__", ";", ":"}) {
    end = std::min(end, folded.text.find(stop.data(), begin - 1, stop.size()));
  }
  if (end <= begin) return "";
  const absl::string_view place = absl::StripAsciiWhitespace(clean.substr(
      folded.origin[begin], folded.origin[end] - folded.origin[begin]));
  const bool has_letter = std::any_of(
      place.begin(), place.end(),
      [](unsigned char c) { return absl::ascii_isalpha(c) || c >= 0x80; });
  return has_letter ? std::string(place) : "";
}

void ReadPlaceAndDate(const std::vector<Line>& lines, size_t begin, size_t end,
                      v1::Convention& convention) {
  std::string clean;
  for (size_t i = begin; i < end; ++i) {
    if (SideOf(lines[i].folded) != Side::kNone || IsClosing(lines[i].folded)) {
      break;
    }
    absl::StrAppend(&clean, clean.empty() ? "" : " ", lines[i].text);
  }
  const int line = lines[begin].number;
  v1::Parties& parties = *convention.mutable_parties();
  parties.set_signature_place(ReadPlace(clean));
  if (parties.signature_place().empty()) {
    AddFinding(convention, "SIGNATURE_PLACE_BLANK", line);
  }
  const auto dates = FindDates(FoldText(clean));
  if (dates.empty()) {
    AddFinding(convention, "SIGNATURE_DATE_BLANK", line);
    return;
  }
  *parties.mutable_signature_date() = DateFromDay(dates.back().day);
  const auto start = DayFromDate(convention.valid_from(), "valid_from");
  if (start.ok() && dates.back().day > *start) {
    AddFinding(convention, "SIGNED_AFTER_START", line,
               {FormatIsoDay(dates.back().day), FormatIsoDay(*start)});
  }
}

std::set<std::string> WordsOf(absl::string_view text) {
  const std::string folded = FoldText(text);
  const std::vector<std::string> words =
      absl::StrSplit(folded, absl::ByAnyChar(" ,.;:()'/-"), absl::SkipEmpty());
  return {words.begin(), words.end()};
}

// Every word of the signatory stands in what the head says of the party.
bool IsNamedIn(absl::string_view signatory, absl::string_view party) {
  const std::set<std::string> known = WordsOf(party);
  for (const std::string& word : WordsOf(signatory)) {
    const bool is_title = word == "monsieur" || word == "madame" ||
                          word == "mevrouw" || word == "heer" ||
                          word == "mijnheer" || word.size() < 3;
    if (!is_title && known.count(word) == 0) return false;
  }
  return true;
}

struct Signatory {
  std::string text;
  int line = 0;
  Side side = Side::kNone;
};

std::vector<Signatory> ReadSignatories(const std::vector<Line>& lines,
                                       size_t begin, size_t end) {
  std::vector<Signatory> found;
  Side side = Side::kNone;
  bool is_new = true;
  for (size_t i = begin; i < end && found.size() < kSignatoriesMax; ++i) {
    const Line& line = lines[i];
    const Side next = SideOf(line.folded);
    if (next != Side::kNone) {
      side = next;
      is_new = true;
      continue;
    }
    const bool is_joint = line.folded == "et" || line.folded == "en" ||
                          line.folded == "et," || line.folded == "en,";
    if (is_joint || IsClosing(line.folded)) {
      is_new = true;
      continue;
    }
    if (side == Side::kNone || FoldLabel(line.text).empty()) continue;
    // Name and function stand on lines of their own, without a gap.
    if (is_new || line.is_after_gap || found.empty()) {
      found.push_back({line.text, line.number, side});
    } else {
      absl::StrAppend(&found.back().text, ", ", line.text);
    }
    is_new = false;
  }
  return found;
}

void CheckSignatories(const std::vector<Signatory>& found, int block_line,
                      const HeadLines& head, v1::Convention& convention) {
  bool has_state = false;
  bool has_municipality = false;
  for (const Signatory& signatory : found) {
    convention.mutable_parties()->add_signatories(signatory.text);
    const bool is_state = signatory.side == Side::kState;
    (is_state ? has_state : has_municipality) = true;
    const std::string& party = is_state ? convention.parties().state()
                                        : convention.parties().municipality();
    if (!party.empty() && !IsNamedIn(signatory.text, party)) {
      AddFinding(convention, "SIGNATORY_DIFFERS", signatory.line,
                 {absl::StrCat(is_state ? head.state : head.municipality)});
    }
  }
  if (!has_state) {
    AddFinding(convention, "SIGNATORY_MISSING", block_line,
               {"State / Etat / Staat"});
  }
  if (!has_municipality) {
    AddFinding(convention, "SIGNATORY_MISSING", block_line,
               {"municipality / commune / gemeente"});
  }
}

}  // namespace

bool IsSignatureStart(const Line& line) {
  const absl::string_view folded = line.folded;
  if (StartsWithAny(
          folded, {"fait a ", "fait en ", "ainsi fait", "opgemaakt ",
                   "aldus opgemaakt", "gedaan te ", "signe a ", "etabli a "})) {
    return true;
  }
  const bool names_document =
      StartsWithAny(folded, {"cette convention", "la presente convention",
                             "le present contrat", "deze overeenkomst",
                             "onderhavige overeenkomst", "dit contract"});
  if (names_document && (absl::StrContains(folded, "sign") ||
                         absl::StrContains(folded, "getekend"))) {
    return true;
  }
  return SideOf(folded) == Side::kState;
}

void ReadSignatures(const std::vector<Line>& lines, size_t begin,
                    const HeadLines& head, v1::Convention& convention) {
  if (begin >= lines.size()) {
    AddFinding(convention, "NO_SIGNATURE_BLOCK", 0);
    return;
  }
  const size_t end = std::min(lines.size(), begin + kLinesMax);
  ReadPlaceAndDate(lines, begin, end, convention);
  CheckSignatories(ReadSignatories(lines, begin, end), lines[begin].number,
                   head, convention);
}

}  // namespace entente::conventions
