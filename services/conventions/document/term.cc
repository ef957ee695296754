#include "services/conventions/document/term.h"

#include <algorithm>
#include <optional>
#include <string>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "services/conventions/document/findings.h"
#include "services/conventions/money/date.h"

namespace entente::conventions {
namespace {

// Words of a clause on the term, in both languages.
constexpr absl::string_view kStart[] = {
    "entre en vigueur", "prend effet",       "prend cours", "debute le",
    "commence le",      "treedt in werking", "in werking",  "neemt een aanvang",
    "gaat in op",       "vangt aan"};
constexpr absl::string_view kEnd[] = {"se termine", "prend fin",
                                      "expire",     "eindigt",
                                      "loopt af",   "neemt een einde"};
constexpr absl::string_view kPeriod[] = {
    "couvre la periode", "pour la periode", "periode du",    "duree",
    "loopt van",         "voor de periode", "periode van",   "looptijd",
    "conclue du",        "conclue pour",    "gesloten voor", "est valable",
    "geldt van"};

constexpr size_t kNowhere = absl::string_view::npos;

// Where the first of `words` begins in `text`.
template <size_t kCount>
size_t FindAny(absl::string_view text,
               const absl::string_view (&words)[kCount]) {
  size_t best = kNowhere;
  for (const absl::string_view word : words) {
    best = std::min(best, text.find(word));
  }
  return best;
}

struct Term {
  std::optional<absl::CivilDay> from;
  std::optional<absl::CivilDay> until;
  int line = 0;
};

// First date at or behind `at`; the clause may also hold other dates.
std::optional<absl::CivilDay> DateBehind(const std::vector<DatePhrase>& dates,
                                         size_t at) {
  if (at == kNowhere) return std::nullopt;
  for (const DatePhrase& date : dates) {
    if (date.begin >= at) return date.day;
  }
  return std::nullopt;
}

// What one paragraph says of the term.
Term ReadParagraph(absl::string_view paragraph, int line) {
  const size_t start = FindAny(paragraph, kStart);
  const size_t end = FindAny(paragraph, kEnd);
  const size_t period = FindAny(paragraph, kPeriod);
  const size_t first = std::min({start, end, period});
  if (first == kNowhere) return {};
  const std::vector<DatePhrase> dates = FindDates(paragraph);
  Term term = {DateBehind(dates, start), DateBehind(dates, end), line};
  if (term.from.has_value() && term.until.has_value() && start < end) {
    return term;
  }
  // "... du 1er janvier 2018 au 31 décembre 2019": two dates behind the word,
  // or the only two of the paragraph when none stands behind it.
  auto behind =
      std::find_if(dates.begin(), dates.end(),
                   [&](const DatePhrase& date) { return date.begin >= first; });
  if (behind == dates.end() && dates.size() == 2) behind = dates.begin();
  const bool has_both_words = start != kNowhere && end != kNowhere;
  if (dates.end() - behind >= 2 && !has_both_words) {
    return {behind[0].day, behind[1].day, line};
  }
  return term;
}

// Beginning and end may stand in paragraphs of their own.
Term FindTerm(const HeadText& head) {
  const absl::string_view text = head.folded();
  Term term;
  for (size_t begin = 0; begin < text.size();) {
    const size_t end = head.ParagraphAt(begin).second;
    const Term found =
        ReadParagraph(text.substr(begin, end - begin), head.LineAt(begin));
    if (found.from.has_value() && found.until.has_value()) return found;
    const bool adds = (found.from.has_value() && !term.from.has_value()) ||
                      (found.until.has_value() && !term.until.has_value());
    if (adds && term.line == 0) term.line = found.line;
    if (!term.from.has_value()) term.from = found.from;
    if (!term.until.has_value()) term.until = found.until;
    begin = end + 1;
  }
  return term;
}

// Years of the title: "2018-2019", "2018 - 2019", "2019".
std::vector<int> YearsOf(absl::string_view title) {
  std::vector<int> years;
  int value = 0;
  int digits = 0;
  for (size_t i = 0; i <= title.size(); ++i) {
    if (i < title.size() && absl::ascii_isdigit(title[i]) && digits < 6) {
      value = value * 10 + (title[i] - '0');
      ++digits;
      continue;
    }
    if (digits == 4 && value >= 2000 && value < 2100) years.push_back(value);
    value = digits = 0;
  }
  return years;
}

}  // namespace

int ReadTerm(const HeadText& head, v1::Convention& convention) {
  const Term term = FindTerm(head);
  if (term.from.has_value()) {
    *convention.mutable_valid_from() = DateFromDay(*term.from);
  }
  if (term.until.has_value()) {
    *convention.mutable_valid_until() = DateFromDay(*term.until);
  }
  if (!term.from.has_value() && !term.until.has_value()) {
    AddFinding(convention, "NO_TERM", 0);
    return 0;
  }
  if (!term.from.has_value() || !term.until.has_value()) {
    AddFinding(convention, "TERM_INCOMPLETE", term.line);
    return term.line;
  }
  if (*term.until < *term.from) {
    AddFinding(convention, "TERM_REVERSED", term.line,
               {FormatIsoDay(*term.from), FormatIsoDay(*term.until)});
  }
  const std::vector<int> years = YearsOf(convention.title());
  if (!years.empty() && (years.front() != term.from->year() ||
                         years.back() != term.until->year())) {
    AddFinding(convention, "TITLE_TERM_DIFFERS", term.line,
               {absl::StrCat(years.front(), "-", years.back()),
                absl::StrCat(term.from->year(), "-", term.until->year())});
  }
  return term.line;
}

}  // namespace entente::conventions
