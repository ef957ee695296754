#include "services/conventions/document/money_clause.h"

#include <algorithm>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "services/conventions/document/amount_scan.h"
#include "services/conventions/document/findings.h"
#include "services/conventions/money/date.h"
#include "services/conventions/money/money.h"

namespace entente::conventions {
namespace {

// A paragraph that only introduces the amounts below it.
constexpr size_t kIntroductionBytesMax = 200;

struct YearMark {
  size_t begin = 0;
  int year = 0;
};

struct AllocationMark {
  size_t begin = 0;
  v1::Allocation allocation = v1::ALLOCATION_UNSPECIFIED;
};

// The stretch of the head that grants money, [begin, end), and what is in it.
struct Clause {
  size_t begin = 0;
  size_t end = 0;
  std::vector<ScannedAmount> amounts;
  std::vector<YearMark> years;
  std::vector<AllocationMark> allocations;
  bool is_yearly = false;
};

void FindAllocations(absl::string_view text, Clause* clause) {
  static constexpr std::pair<absl::string_view, v1::Allocation> kWords[] = {
      {"allocation generale", v1::ALLOCATION_GENERAL},
      {"allocation de base", v1::ALLOCATION_GENERAL},
      {"allocation principale", v1::ALLOCATION_GENERAL},
      {"allocation contrat de securite", v1::ALLOCATION_GENERAL},
      {"algemene toelage", v1::ALLOCATION_GENERAL},
      {"algemene allocatie", v1::ALLOCATION_GENERAL},
      {"basistoelage", v1::ALLOCATION_GENERAL},
      {"allocation complementaire", v1::ALLOCATION_SUPPLEMENTARY},
      {"allocation supplementaire", v1::ALLOCATION_SUPPLEMENTARY},
      {"aide financiere complementaire", v1::ALLOCATION_SUPPLEMENTARY},
      {"aanvullende toelage", v1::ALLOCATION_SUPPLEMENTARY},
      {"bijkomende toelage", v1::ALLOCATION_SUPPLEMENTARY},
      {"aanvullende allocatie", v1::ALLOCATION_SUPPLEMENTARY},
      {"aanvullende financiele", v1::ALLOCATION_SUPPLEMENTARY},
      {"bijkomende financiele", v1::ALLOCATION_SUPPLEMENTARY}};
  for (const auto& [word, allocation] : kWords) {
    for (size_t at = text.find(word, clause->begin);
         at != absl::string_view::npos && at < clause->end;
         at = text.find(word, at + word.size())) {
      clause->allocations.push_back({at, allocation});
    }
  }
  std::sort(clause->allocations.begin(), clause->allocations.end(),
            [](const auto& a, const auto& b) { return a.begin < b.begin; });
}

// Years that stand alone: not in a date, an amount or "2018-2019".
void FindYears(absl::string_view text, Clause* clause) {
  std::vector<std::pair<size_t, size_t>> taken;
  for (const ScannedAmount& amount : clause->amounts) {
    taken.emplace_back(amount.begin, amount.end);
  }
  const absl::string_view stretch =
      text.substr(clause->begin, clause->end - clause->begin);
  for (const DatePhrase& date : FindDates(stretch)) {
    taken.emplace_back(clause->begin + date.begin, clause->begin + date.end);
  }
  std::sort(taken.begin(), taken.end());
  size_t next_taken = 0;
  for (size_t at = clause->begin; at + 4 <= clause->end; ++at) {
    while (next_taken < taken.size() && taken[next_taken].second <= at) {
      ++next_taken;
    }
    if (next_taken < taken.size() && taken[next_taken].first <= at) continue;
    int year = 0;
    for (size_t i = 0; i < 4 && absl::ascii_isdigit(text[at + i]); ++i) {
      year = year * 10 + (text[at + i] - '0');
    }
    if (year < 2000 || year > 2099) continue;
    const char before = at == 0 ? ' ' : text[at - 1];
    const char after = at + 4 < text.size() ? text[at + 4] : ' ';
    const char beyond = at + 5 < text.size() ? text[at + 5] : ' ';
    const bool is_joined_before = absl::ascii_isalnum(before) ||
                                  before == '-' || before == '/' ||
                                  before == '.';
    const bool is_joined_after =
        absl::ascii_isalnum(after) ||
        ((after == '-' || after == '/' || after == '.') &&
         absl::ascii_isdigit(beyond));
    if (!is_joined_before && !is_joined_after) {
      clause->years.push_back({at, year});
    }
    at += 3;
  }
}

// Paragraphs with amounts that follow each other make one clause; the paragraph
// before it belongs to it when it is short.
std::vector<Clause> FindClauses(const HeadText& head,
                                std::vector<ScannedAmount> amounts) {
  std::vector<Clause> clauses;
  for (ScannedAmount& amount : amounts) {
    const auto [begin, end] = head.ParagraphAt(amount.begin);
    size_t from = begin;
    if (begin > 1) {
      const auto before = head.ParagraphAt(begin - 2);
      if (before.second - before.first < kIntroductionBytesMax) {
        from = before.first;
      }
    }
    const bool goes_on = !clauses.empty() && from <= clauses.back().end + 1;
    if (!goes_on) clauses.push_back({from, end, {}, {}, {}, false});
    clauses.back().end = end;
    clauses.back().amounts.push_back(std::move(amount));
  }
  for (Clause& clause : clauses) {
    const absl::string_view text = head.folded();
    FindAllocations(text, &clause);
    FindYears(text, &clause);
    const absl::string_view stretch =
        text.substr(clause.begin, clause.end - clause.begin);
    for (const absl::string_view word :
         {"par an", "annuel", "chacune des annees", "jaarlijks", "per jaar"}) {
      clause.is_yearly = clause.is_yearly || absl::StrContains(stretch, word);
    }
  }
  return clauses;
}

// The mark that belongs to the amount at `at`: the next one when marks stand
// behind their amounts, else the last one before. nullptr when there is none.
template <typename Mark>
const Mark* MarkOf(const std::vector<Mark>& marks, size_t at,
                   size_t last_amount) {
  if (marks.empty()) return nullptr;
  const bool stands_behind = marks.back().begin > last_amount;
  auto next = std::find_if(marks.begin(), marks.end(),
                           [&](const Mark& mark) { return mark.begin > at; });
  if (stands_behind) return next == marks.end() ? nullptr : &*next;
  return next == marks.begin() ? nullptr : &*std::prev(next);
}

class EnvelopeReader {
 public:
  EnvelopeReader(const HeadText& head, v1::Convention& convention)
      : head_(head), convention_(convention) {}

  void Read(const Clause& clause);
  void CheckTotal();

 private:
  std::vector<int> YearsOf(const Clause& clause, const ScannedAmount& amount);
  void Add(const ScannedAmount& amount, v1::Allocation allocation, int year);
  int LineOf(const ScannedAmount& amount) const {
    return head_.LineAt(amount.begin);
  }

  const HeadText& head_;
  v1::Convention& convention_;
  std::set<std::pair<v1::Allocation, int>> seen_;
  std::optional<std::pair<int64_t, int>> printed_total_;
};

// Years of an amount; empty when they are not clear, with the finding.
std::vector<int> EnvelopeReader::YearsOf(const Clause& clause,
                                         const ScannedAmount& amount) {
  const std::string printed = FormatBelgianAmount(amount.cents);
  if (clause.years.empty()) {
    const int first = convention_.valid_from().year();
    if (first > 0 && first == convention_.valid_until().year()) {
      AddFinding(convention_, "ENVELOPE_YEAR_FROM_TERM", LineOf(amount),
                 {printed, absl::StrCat(first)});
      return {first};
    }
  }
  const YearMark* const mark =
      MarkOf(clause.years, amount.begin, clause.amounts.back().begin);
  if (mark == nullptr) {
    AddFinding(convention_, "AMOUNT_YEAR_UNCLEAR", LineOf(amount), {printed});
    return {};
  }
  // "pour 2018 et 2019": years with nothing but a joint between them.
  std::vector<int> years = {mark->year};
  const absl::string_view text = head_.folded();
  for (const YearMark* next = mark + 1;
       next < clause.years.data() + clause.years.size(); ++next) {
    const size_t from = (next - 1)->begin + 4;
    const absl::string_view between =
        absl::StripAsciiWhitespace(text.substr(from, next->begin - from));
    if (between != "et" && between != "en" && between != ",") break;
    years.push_back(next->year);
  }
  if (years.size() > 1 && !clause.is_yearly) {
    AddFinding(convention_, "AMOUNT_YEAR_UNCLEAR", LineOf(amount), {printed});
    return {};
  }
  return years;
}

void EnvelopeReader::Add(const ScannedAmount& amount, v1::Allocation allocation,
                         int year) {
  const int line = LineOf(amount);
  if (!seen_.insert({allocation, year}).second) {
    AddFinding(convention_, "ENVELOPE_REPEATED", line,
               {FormatBelgianAmount(amount.cents), absl::StrCat(year)});
  }
  v1::EnvelopeGrant& envelope = *convention_.add_envelopes();
  envelope.set_allocation(allocation);
  envelope.set_year(year);
  envelope.set_line(line);
  *envelope.mutable_amount() = MoneyFromCents(amount.cents);
}

void EnvelopeReader::Read(const Clause& clause) {
  const bool is_grant = !clause.years.empty() || !clause.allocations.empty();
  for (const ScannedAmount& amount : clause.amounts) {
    const std::string printed = FormatBelgianAmount(amount.cents);
    if (amount.is_malformed) {
      AddFinding(convention_, "AMOUNT_MALFORMED", LineOf(amount),
                 {Quoted(head_.Printed(amount.begin, amount.end))});
      continue;
    }
    if (amount.is_negative) {
      AddFinding(convention_, "AMOUNT_NEGATIVE", LineOf(amount), {printed});
      continue;
    }
    if (amount.is_total) {
      printed_total_ = {amount.cents, LineOf(amount)};
      continue;
    }
    const bool is_later_clause = !is_grant && convention_.envelopes_size() > 0;
    if (is_later_clause || amount.cents == 0) {
      AddFinding(convention_, "AMOUNT_OUTSIDE_ENVELOPES", LineOf(amount),
                 {printed});
      continue;
    }
    const AllocationMark* const mark =
        MarkOf(clause.allocations, amount.begin, clause.amounts.back().begin);
    const std::vector<int> years = YearsOf(clause, amount);
    if (mark == nullptr && !years.empty()) {
      AddFinding(convention_, "ENVELOPE_ALLOCATION_ASSUMED", LineOf(amount),
                 {printed});
    }
    for (const int year : years) {
      Add(amount, mark == nullptr ? v1::ALLOCATION_GENERAL : mark->allocation,
          year);
    }
  }
}

void EnvelopeReader::CheckTotal() {
  if (!printed_total_.has_value()) return;
  int64_t sum = 0;
  for (const v1::EnvelopeGrant& envelope : convention_.envelopes()) {
    const auto cents = CentsFromMoney(envelope.amount(), "envelope");
    if (!cents.ok() || __builtin_add_overflow(sum, *cents, &sum)) return;
  }
  if (sum == printed_total_->first) return;
  AddFinding(
      convention_, "TOTAL_DIFFERS", printed_total_->second,
      {FormatBelgianAmount(printed_total_->first), FormatBelgianAmount(sum)});
}

}  // namespace

void ReadEnvelopes(const HeadText& head, v1::Convention& convention) {
  EnvelopeReader reader(head, convention);
  for (const Clause& clause : FindClauses(head, ScanAmounts(head.folded()))) {
    reader.Read(clause);
  }
  reader.CheckTotal();
  if (convention.envelopes().empty()) {
    AddFinding(convention, "NO_ENVELOPE", 0);
  }
}

}  // namespace entente::conventions
