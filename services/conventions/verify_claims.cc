// Every claim against the expenses and payments in it, and against the entries
// that it caused. Adds up in an arithmetic of its own.
#include <cstdlib>
#include <map>
#include <set>
#include <string>
#include <tuple>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "services/conventions/verify_book.h"

namespace entente::conventions {
namespace {

using v1::Claim;
using v1::LedgerEntry;

// What a claim may move on a line, in cents.
struct Moved {
  int64_t claimed = 0;
  int64_t unclaimed = 0;
  int64_t accepted = 0;
  int64_t rejected = 0;
  int64_t unaccepted = 0;
  int64_t unrejected = 0;
  bool operator==(const Moved&) const = default;
};
using MovedByLine = std::map<std::string, Moved>;

class Claims {
 public:
  Claims(const std::string& name, const Book& book, VerifyReport& report)
      : name_(name), book_(book), report_(report) {}

  void Verify() {
    CollectSpent();
    CollectEntries();
    uint64_t expected = 0;
    for (const auto& [number, claim] : book_.claims) {
      ++report_.claims;
      ++expected;
      if (number != expected ||
          claim.name() != absl::StrFormat("%s/claims/c-%06d", name_, number)) {
        Differ(absl::StrCat("claims ", number,
                            " stands under a wrong number or name"));
      }
      expected = number;
      VerifyLines(claim);
      VerifyRevisions(number, claim);
      VerifyEntries(number, claim);
      VerifyFigures(claim);
    }
    for (const auto& [number, revisions] : book_.revisions) {
      if (book_.claims.contains(number)) continue;
      Differ(absl::StrCat("revisions of claim ", number,
                          " stand without the claim"));
    }
    if (expected != static_cast<uint64_t>(book_.ledger_head.last_claim())) {
      Differ(absl::StrCat("the ledger's head counts ",
                          book_.ledger_head.last_claim(),
                          " claims; the last is ", expected));
    }
    for (const auto& [cause, moved] : moved_) {
      Differ(absl::StrCat("entries name the cause \"", cause,
                          "\", which is not stored"));
    }
  }

 private:
  void Differ(const std::string& sentence) {
    report_.Differ(absl::StrCat(name_, ": ", sentence));
  }

  // What it rests on: months of its year, each once and in order, where it says
  // that they were approved, and none otherwise.
  void VerifyFigures(const Claim& claim) {
    const v1::ClaimFigures& figures = claim.figures();
    const bool is_approved =
        figures.basis() == v1::ClaimFigures::BASIS_APPROVED;
    const std::string year = absl::StrFormat("%04d-", claim.year());
    std::string last;
    bool is_right = is_approved == !figures.months().empty();
    for (const v1::ClaimFigures::Month& month : figures.months()) {
      is_right = is_right && month.month() > last && month.version() > 0 &&
                 absl::StartsWith(month.month(), year);
      last = month.month();
    }
    if (!is_right) {
      Differ(absl::StrCat(claim.name(), " rests on months that it cannot"));
    }
  }

  void CollectSpent() {
    for (const auto& [number, expense] : book_.expenses) {
      spent_[expense.name()] = {expense.line(),
                                WholeCents(expense.amount()).value_or(-1)};
    }
    for (const auto& [number, correction] : book_.corrections) {
      spent_[correction.expense()].second -=
          WholeCents(correction.amount()).value_or(0);
    }
    for (const auto& [number, payment] : book_.payments) {
      if (!payment.has_value_date()) continue;
      // What came back is no longer spent; a draft may still hold it.
      const bool came_back =
          payment.state() == v1::ZonePayment::STATE_CANCELLED;
      spent_[payment.name()] = {
          payment.line(),
          came_back ? 0 : WholeCents(payment.amount()).value_or(-1)};
    }
  }

  void CollectEntries() {
    for (const auto& [sequence, entry] : book_.entries) {
      if (!IsCausedByClaim(entry.cause())) continue;
      Moved& moved = moved_[entry.cause()][entry.account()];
      const int64_t cents = WholeCents(entry.amount()).value_or(0);
      switch (entry.type()) {
        case LedgerEntry::TYPE_CLAIM:
          moved.claimed += cents;
          break;
        case LedgerEntry::TYPE_UNCLAIM:
          moved.unclaimed += cents;
          break;
        case LedgerEntry::TYPE_ACCEPT:
          moved.accepted += cents;
          break;
        case LedgerEntry::TYPE_REJECT:
          moved.rejected += cents;
          break;
        case LedgerEntry::TYPE_UNACCEPT:
          moved.unaccepted += cents;
          break;
        case LedgerEntry::TYPE_UNREJECT:
          moved.unrejected += cents;
          break;
        default:
          Differ(
              absl::StrCat("entry ", sequence, " is none that a claim causes"));
      }
    }
  }

  void VerifyLines(const Claim& claim) {
    int64_t amount = 0;
    int64_t accepted = 0;
    int64_t ineligible = 0;
    int decided = 0;
    for (const v1::ClaimLine& line : claim.lines()) {
      const int64_t cents = WholeCents(line.amount()).value_or(-1);
      amount += cents;
      VerifySource(claim, line, cents);
      VerifyReversed(claim, line, cents);
      if (!line.is_decided()) continue;
      ++decided;
      const int64_t yes = WholeCents(line.accepted()).value_or(-1);
      const int64_t no = WholeCents(line.ineligible()).value_or(-1);
      accepted += yes;
      ineligible += no;
      if (yes < 0 || no < 0 || yes + no != cents ||
          (no > 0 && line.reason().empty())) {
        Differ(absl::StrCat(claim.name(), " decides of ", line.source(), " ",
                            yes, " + ", no, " of ", cents, " cents"));
      }
    }
    if (WholeCents(claim.amount()) != amount ||
        WholeCents(claim.accepted()) != accepted ||
        WholeCents(claim.ineligible()) != ineligible ||
        claim.decided_count() != decided ||
        claim.line_count() != claim.lines_size() || claim.lines().empty()) {
      Differ(absl::StrCat(claim.name(), " is not the sum of its lines"));
    }
    const bool is_submitted = claim.has_submit_date();
    const auto& day = claim.submit_date();
    const auto& last = claim.deadline();
    const bool is_late =
        is_submitted && claim.has_deadline() &&
        std::make_tuple(day.year(), day.month(), day.day()) >
            std::make_tuple(last.year(), last.month(), last.day());
    if (claim.is_late() != is_late) {
      Differ(absl::StrCat(claim.name(), " is marked late wrongly"));
    }
  }

  // Each decision that was taken back was one, and the next counts from the day
  // of the reversal or later.
  void VerifyReversed(const Claim& claim, const v1::ClaimLine& line,
                      int64_t cents) {
    const auto is_before = [](const google::type::Date& left,
                              const google::type::Date& right) {
      return std::make_tuple(left.year(), left.month(), left.day()) <
             std::make_tuple(right.year(), right.month(), right.day());
    };
    google::type::Date free_from = claim.submit_date();
    bool is_right = true;
    for (const v1::ReversedDecision& one : line.reversed_decisions()) {
      const int64_t yes = WholeCents(one.accepted()).value_or(-1);
      const int64_t no = WholeCents(one.ineligible()).value_or(-1);
      is_right = is_right && yes >= 0 && no >= 0 && yes + no == cents &&
                 !one.reversal_reason().empty() &&
                 !is_before(one.decide_date(), free_from) &&
                 !is_before(one.reverse_date(), one.decide_date());
      free_from = one.reverse_date();
    }
    if (line.is_decided() && is_before(line.decide_date(), free_from)) {
      is_right = false;
    }
    if (is_right) return;
    Differ(absl::StrCat(claim.name(), " takes back decisions of ",
                        line.source(), " that do not follow one another"));
  }

  // Each revision starts from what stood before it, and the last one is what
  // stands now.
  void VerifyRevisions(uint64_t number, const Claim& claim) {
    std::map<std::string, const v1::ClaimLine*> lines;
    for (const v1::ClaimLine& line : claim.lines()) {
      lines[line.source()] = &line;
    }
    std::map<std::string, int64_t> standing;
    uint64_t expected = 0;
    bool is_right = true;
    for (const auto& [n, revision] : RevisionsOf(number)) {
      is_right =
          is_right && n == ++expected &&
          revision.name() == absl::StrCat(claim.name(), "/revisions/", n) &&
          !revision.lines().empty();
      for (const v1::RevisedLine& line : revision.lines()) {
        const int64_t before =
            WholeCents(line.before().accepted()).value_or(-1);
        const int64_t after = WholeCents(line.accepted()).value_or(-1);
        const auto [earlier, is_first] =
            standing.try_emplace(line.source(), before);
        is_right = is_right && lines.contains(line.source()) &&
                   line.before().source() == line.source() && before >= 0 &&
                   after >= 0 && after != before && earlier->second == before &&
                   !line.reason().empty();
        earlier->second = after;
      }
    }
    for (const auto& [source, cents] : standing) {
      is_right = is_right && lines.contains(source) &&
                 lines[source]->is_decided() &&
                 WholeCents(lines[source]->accepted()) == cents;
    }
    if (is_right) return;
    Differ(absl::StrCat(claim.name(),
                        " was revised in steps that do not lead to what stands "
                        "now"));
  }

  const std::map<uint64_t, v1::ClaimRevision>& RevisionsOf(
      uint64_t number) const {
    static const std::map<uint64_t, v1::ClaimRevision> none;
    const auto found = book_.revisions.find(number);
    return found == book_.revisions.end() ? none : found->second;
  }

  void VerifySource(const Claim& claim, const v1::ClaimLine& line,
                    int64_t cents) {
    const auto spent = spent_.find(line.source());
    if (spent == spent_.end() || spent->second.first != line.line() ||
        !absl::StartsWith(line.line(),
                          absl::StrCat(claim.envelope(), "/lines/"))) {
      Differ(absl::StrCat(claim.name(), " holds ", line.source(),
                          ", which was not spent there"));
      return;
    }
    // A draft is compared with its sources when it is submitted.
    if (claim.state() == Claim::STATE_WITHDRAWN) return;
    if (claim.state() != Claim::STATE_DRAFT && spent->second.second != cents) {
      Differ(absl::StrCat(claim.name(), " claims ", cents, " cents of ",
                          line.source(), ", which spent ",
                          spent->second.second));
    }
    if (!claimed_.insert(line.source()).second) {
      Differ(absl::StrCat(line.source(), " is claimed twice"));
    }
  }

  void VerifyEntries(uint64_t number, const Claim& claim) {
    MovedByLine expected;
    for (const auto& [n, revision] : RevisionsOf(number)) {
      for (const v1::RevisedLine& line : revision.lines()) {
        Moved& moved = expected[line.before().line()];
        const int64_t less = WholeCents(line.before().accepted()).value_or(0) -
                             WholeCents(line.accepted()).value_or(0);
        // What stands now was accepted, or refused, and once more what was
        // taken back of it.
        (less > 0 ? moved.accepted : moved.rejected) += std::abs(less);
        (less > 0 ? moved.unaccepted : moved.unrejected) += std::abs(less);
      }
    }
    const bool was_submitted = claim.has_submit_time();
    const bool is_withdrawn = claim.state() == Claim::STATE_WITHDRAWN;
    for (const v1::ClaimLine& line : claim.lines()) {
      if (!was_submitted) break;
      Moved& moved = expected[line.line()];
      const int64_t cents = WholeCents(line.amount()).value_or(0);
      moved.claimed += cents;
      if (is_withdrawn) moved.unclaimed += cents;
      for (const v1::ReversedDecision& one : line.reversed_decisions()) {
        const int64_t yes = WholeCents(one.accepted()).value_or(0);
        const int64_t no = WholeCents(one.ineligible()).value_or(0);
        moved.accepted += yes;
        moved.unaccepted += yes;
        moved.rejected += no;
        moved.unrejected += no;
      }
      if (!line.is_decided()) continue;
      moved.accepted += WholeCents(line.accepted()).value_or(0);
      moved.rejected += WholeCents(line.ineligible()).value_or(0);
    }
    MovedByLine moved;
    if (const auto found = moved_.find(claim.name()); found != moved_.end()) {
      moved = found->second;
      moved_.erase(found);
    }
    if (moved != expected || !IsStateRight(claim, was_submitted)) {
      Differ(absl::StrCat(claim.name(), " is ",
                          Claim::State_Name(claim.state()),
                          ", which its entries do not make of it"));
    }
  }

  static bool IsStateRight(const Claim& claim, bool was_submitted) {
    const bool is_decided = claim.decided_count() == claim.line_count();
    switch (claim.state()) {
      case Claim::STATE_DRAFT:
        return !was_submitted && claim.decided_count() == 0;
      case Claim::STATE_WITHDRAWN:
        return claim.decided_count() == 0;
      case Claim::STATE_SUBMITTED:
        return was_submitted && !is_decided;
      case Claim::STATE_DECIDED:
      case Claim::STATE_PAID:
      case Claim::STATE_RECOVERY:
        return was_submitted && is_decided;
      default:
        return false;
    }
  }

  const std::string& name_;
  const Book& book_;
  VerifyReport& report_;
  // Line and cents of every expense and executed payment.
  std::map<std::string, std::pair<std::string, int64_t>> spent_;
  // By cause; taken out when accounted for.
  std::map<std::string, MovedByLine> moved_;
  std::set<std::string> claimed_;
};

}  // namespace

bool IsCausedByClaim(const std::string& cause) {
  return absl::StrContains(cause, "/claims/");
}

void VerifyClaims(const std::string& name, const Book& book,
                  VerifyReport& report) {
  Claims(name, book, report).Verify();
}

}  // namespace entente::conventions
