#include "services/conventions/document/term.h"

#include <optional>
#include <string>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
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

template <size_t kCount>
bool ContainsAny(absl::string_view text,
                 const absl::string_view (&words)[kCount]) {
  for (const absl::string_view word : words) {
    if (absl::StrContains(text, word)) return true;
  }
  return false;
}

struct Term {
  std::optional<absl::CivilDay> from;
  std::optional<absl::CivilDay> until;
  int line = 0;
};

// A paragraph with two dates and a word of the term gives both; otherwise
// beginning and end may stand in paragraphs of their own.
Term FindTerm(const HeadText& head) {
  const std::string& text = head.folded();
  Term partial;
  for (size_t begin = 0; begin < text.size();) {
    const size_t end = head.ParagraphAt(begin).second;
    const absl::string_view paragraph =
        absl::string_view(text).substr(begin, end - begin);
    const int line = head.LineAt(begin);
    const bool is_start = ContainsAny(paragraph, kStart);
    const bool is_end = ContainsAny(paragraph, kEnd);
    if (is_start || is_end || ContainsAny(paragraph, kPeriod)) {
      const auto dates = FindDates(paragraph);
      if (dates.size() >= 2) return {dates[0].day, dates[1].day, line};
      if (dates.size() == 1 && is_start && !partial.from.has_value()) {
        partial.from = dates[0].day;
        partial.line = partial.line == 0 ? line : partial.line;
      } else if (dates.size() == 1 && is_end && !partial.until.has_value()) {
        partial.until = dates[0].day;
        partial.line = partial.line == 0 ? line : partial.line;
      }
    }
    begin = end + 1;
  }
  return partial;
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
