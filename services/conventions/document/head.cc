#include "services/conventions/document/head.h"

#include <algorithm>
#include <initializer_list>
#include <set>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "services/conventions/document/findings.h"
#include "services/conventions/document/term.h"
#include "services/conventions/money/date.h"

namespace entente::conventions {
namespace {

constexpr size_t kTitleLinesMax = 15;
constexpr size_t kNameBytesMax = 60;
constexpr size_t kDecisionReach = 60;
constexpr int kDecreesMax = 20;
constexpr size_t kNowhere = std::string::npos;

using Words = std::initializer_list<absl::string_view>;

// First of `words` at or behind `from`: where it begins and ends.
std::pair<size_t, size_t> FindFirst(const std::string& text, Words words,
                                    size_t from) {
  std::pair<size_t, size_t> best = {kNowhere, kNowhere};
  for (const absl::string_view word : words) {
    const size_t found = text.find(word.data(), from, word.size());
    if (found < best.first) best = {found, found + word.size()};
  }
  return best;
}

bool StartsWithAny(absl::string_view text, Words words) {
  return std::any_of(words.begin(), words.end(), [&](absl::string_view word) {
    return absl::StartsWith(text, word);
  });
}

bool NamesConvention(absl::string_view folded) {
  for (const absl::string_view word :
       {"convention", "overeenkomst", "contrat de securite",
        "veiligheids- en samenlevingscontract", "samenlevingscontract"}) {
    if (absl::StrContains(folded, word)) return true;
  }
  return false;
}

bool BeginsParties(absl::string_view folded) {
  return StartsWithAny(folded, {"entre ", "entre:", "tussen ",
                                "tussen:", "d'une part", "enerzijds"}) ||
         folded == "entre" || folded == "tussen";
}

void ReadTitle(const std::vector<Line>& lines, size_t count, HeadLines* where,
               v1::Convention& convention) {
  for (size_t i = 0; i < std::min(count, kTitleLinesMax); ++i) {
    if (BeginsParties(lines[i].folded)) break;
    if (!NamesConvention(lines[i].folded)) continue;
    std::string title = lines[i].text;
    // A title on several lines goes on until a gap.
    for (size_t j = i + 1; j < count && !lines[j].is_after_gap; ++j) {
      if (BeginsParties(lines[j].folded)) break;
      absl::StrAppend(&title, " ", lines[j].text);
    }
    convention.set_title(title);
    where->title = lines[i].number;
    return;
  }
  AddFinding(convention, "NO_TITLE", 0);
}

// Text of a party behind "d'une part", up to what it is called from here on.
std::string ReadParty(const HeadText& head, size_t begin, int* line) {
  const std::string& text = head.folded();
  while (begin < text.size() &&
         absl::string_view(" :,\n").find(text[begin]) != kNowhere) {
    ++begin;
  }
  if (begin >= text.size()) return "";
  *line = head.LineAt(begin);
  size_t end = head.ParagraphAt(begin).second;
  end =
      std::min(end, FindFirst(text,
                              {", ci-apres", " ci-apres", ", hierna", " hierna",
                               ", denomme", "et d'autre part", "en anderzijds"},
                              begin)
                        .first);
  return head.Printed(begin, end);
}

// Name of the municipality behind `begin`, and its line.
std::string ReadMunicipality(const HeadText& head, size_t begin, size_t end,
                             int* line) {
  const std::string& text = head.folded();
  static constexpr Words kBefore = {"ville de ",  "ville d'", "commune de ",
                                    "commune d'", "stad ",    "gemeente "};
  for (size_t at = begin; at < end;) {
    const auto found = FindFirst(text, kBefore, at);
    if (found.first == kNowhere || found.second >= end) return "";
    at = found.second;
    // "hoofdstad" ends like "stad".
    if (found.first > 0 && absl::ascii_isalnum(text[found.first - 1])) continue;
    size_t stop = std::min({end, found.second + kNameBytesMax,
                            head.ParagraphAt(found.second).second});
    stop =
        std::min(stop, FindFirst(text,
                                 {" represente", " vertegenwoordigd", ",", ";",
                                  "(", ":", " pour ", " ci-apres", " hierna",
                                  " et ", " en ", " agissant", " dont "},
                                 found.second)
                           .first);
    std::string name = head.Printed(found.second, stop);
    if (name.empty()) continue;
    *line = head.LineAt(found.second);
    return name;
  }
  return "";
}

HeadLines ReadParties(const HeadText& head, HeadLines where,
                      v1::Convention& convention) {
  const std::string& text = head.folded();
  v1::Parties& parties = *convention.mutable_parties();
  const auto state = FindFirst(text, {"d'une part", "enerzijds"}, 0);
  if (state.first != kNowhere) {
    parties.set_state(ReadParty(head, state.second, &where.state));
  }
  const auto other = FindFirst(text, {"d'autre part", "anderzijds"}, 0);
  size_t from = 0;
  if (other.first != kNowhere) {
    from = other.second;
    parties.set_municipality(ReadParty(head, from, &where.municipality));
  }
  if (parties.state().empty() || parties.municipality().empty()) {
    AddFinding(convention, "NO_PARTIES", where.title);
  }
  int* name_line = &where.municipality_name;
  std::string name = ReadMunicipality(head, from, text.size(), name_line);
  if (name.empty()) name = ReadMunicipality(head, 0, text.size(), name_line);
  if (name.empty()) AddFinding(convention, "NO_MUNICIPALITY", where.title);
  convention.set_municipality(std::move(name));
  return where;
}

void ReadCouncilDecision(const HeadText& head, v1::Convention& convention) {
  const std::string& text = head.folded();
  for (size_t at = 0; at < text.size();) {
    const auto found =
        FindFirst(text, {"conseil communal", "gemeenteraad"}, at);
    if (found.first == kNowhere) break;
    at = found.second;
    const auto dates =
        FindDates(absl::string_view(text).substr(found.second, kDecisionReach));
    if (dates.empty()) continue;
    const absl::CivilDay day = dates.front().day;
    *convention.mutable_parties()->mutable_council_decision_date() =
        DateFromDay(day);
    const int line = head.LineAt(found.first);
    const auto start = DayFromDate(convention.valid_from(), "valid_from");
    const auto end = DayFromDate(convention.valid_until(), "valid_until");
    // A council approves a convention in the year or two before it begins.
    if (start.ok() && day < *start - 2 * 365) {
      AddFinding(convention, "COUNCIL_DECISION_OLD", line,
                 {FormatIsoDay(day), FormatIsoDay(*start)});
    } else if (end.ok() && day > *end) {
      AddFinding(convention, "COUNCIL_DECISION_LATE", line,
                 {FormatIsoDay(day), FormatIsoDay(*end)});
    }
    return;
  }
  AddFinding(convention, "COUNCIL_DECISION_MISSING", 0);
}

void ReadDecrees(const HeadText& head, v1::Convention& convention) {
  const std::string& text = head.folded();
  std::set<std::string> seen;
  for (size_t at = 0; at < text.size();) {
    const auto found = FindFirst(
        text, {"arrete royal", "arrete du ", "koninklijk besluit"}, at);
    if (found.first == kNowhere) return;
    at = found.second;
    size_t end = found.second;
    while (end > 0 && text[end - 1] == ' ') --end;
    if (absl::StartsWith(absl::string_view(text).substr(end), " d'execution")) {
      end += sizeof(" d'execution") - 1;
    }
    bool has_date = false;
    const auto dates = FindDates(absl::string_view(text).substr(end - 4, 40));
    const size_t base = end - 4;
    if (!dates.empty() && dates.front().begin < 12) {
      end = base + dates.front().end;
      has_date = true;
    }
    const std::string printed = head.Printed(found.first, end);
    if (!seen.insert(FoldText(printed)).second) continue;
    if (convention.parties().royal_decrees_size() >= kDecreesMax) return;
    convention.mutable_parties()->add_royal_decrees(printed);
    if (!has_date) {
      AddFinding(convention, "DECREE_WITHOUT_DATE", head.LineAt(found.first),
                 {Quoted(printed)});
    }
  }
}

}  // namespace

HeadText::HeadText(const std::vector<Line>& lines, size_t count) {
  for (size_t i = 0; i < std::min(count, lines.size()); ++i) {
    if (i > 0) clean_.push_back(lines[i].is_after_gap ? '\n' : ' ');
    starts_.emplace_back(static_cast<uint32_t>(clean_.size()), lines[i].number);
    if (clean_.size() + lines[i].text.size() > kHeadBytesMax) break;
    clean_ += lines[i].text;
  }
  folded_ = FoldWithOrigin(clean_);
}

std::string HeadText::Printed(size_t begin, size_t end) const {
  end = std::min(end, folded_.text.size());
  if (begin >= end) return "";
  const uint32_t from = folded_.origin[begin];
  const uint32_t to = folded_.origin[end];
  return std::string(absl::StripAsciiWhitespace(
      absl::string_view(clean_).substr(from, to - from)));
}

int HeadText::LineAt(size_t at) const {
  if (starts_.empty()) return 0;
  const uint32_t origin = folded_.origin[std::min(at, folded_.text.size())];
  auto after = std::upper_bound(
      starts_.begin(), starts_.end(), origin,
      [](uint32_t value, const auto& start) { return value < start.first; });
  return after == starts_.begin() ? starts_.front().second
                                  : std::prev(after)->second;
}

std::pair<size_t, size_t> HeadText::ParagraphAt(size_t at) const {
  const size_t before = at == 0 ? kNowhere : folded_.text.rfind('\n', at - 1);
  const size_t end = std::min(folded_.text.find('\n', at), folded_.text.size());
  return {before == kNowhere ? 0 : before + 1, end};
}

HeadLines ReadHead(const std::vector<Line>& lines, size_t count,
                   const HeadText& head, v1::Convention& convention) {
  HeadLines where;
  ReadTitle(lines, count, &where, convention);
  where = ReadParties(head, where, convention);
  where.term = ReadTerm(head, convention);
  ReadCouncilDecision(head, convention);
  ReadDecrees(head, convention);
  return where;
}

}  // namespace entente::conventions
