// Balances again from the entries, in an arithmetic of their own.
#include <array>
#include <map>
#include <string>

#include "absl/numeric/int128.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "services/conventions/verify_book.h"

namespace entente::conventions {
namespace {

using v1::LedgerEntry;

// Where money can be. What leaves one place arrives at another, so those of an
// account always add up to nothing.
enum Place : size_t {
  kState,
  kRest,
  kYears,
  kGivenUp,
  kFree,
  kHeld,
  kGone,
  kAsked,
  kAgreed,
  kRefused,
  kTreasury,
  kReceived,
  kDue,
  kBack,
  kPlaces
};
constexpr const char* kPlaceNames[kPlaces] = {
    "allocated", "unallotted", "carried",  "lapsed",   "available",
    "reserved",  "spent",      "claimed",  "accepted", "ineligible",
    "treasury",  "received",   "demanded", "recovered"};

struct Account {
  std::array<absl::int128, kPlaces> at{};
  absl::int128 project = 0;
  absl::int128 deduction = 0;
  // Added up beside, where the places hold only a difference.
  absl::int128 reduced = 0;
  absl::int128 carried_in = 0;
  absl::int128 carried_out = 0;
  absl::int128 advance = 0;
  absl::int128 balance = 0;
};

struct Way {
  LedgerEntry::Type type;
  Place from;
  Place to;
  bool is_on_line;
};
constexpr Way kWays[] = {
    {LedgerEntry::TYPE_GRANT, kState, kRest, false},
    {LedgerEntry::TYPE_ALLOT, kRest, kFree, true},
    {LedgerEntry::TYPE_RESERVE, kFree, kHeld, true},
    {LedgerEntry::TYPE_RELEASE, kHeld, kFree, true},
    {LedgerEntry::TYPE_SPEND, kFree, kGone, true},
    {LedgerEntry::TYPE_REDUCE, kRest, kState, false},
    {LedgerEntry::TYPE_DEALLOT, kFree, kRest, true},
    {LedgerEntry::TYPE_CARRY_OUT, kRest, kYears, false},
    {LedgerEntry::TYPE_CARRY_IN, kYears, kRest, false},
    {LedgerEntry::TYPE_UNSPEND, kGone, kFree, true},
    {LedgerEntry::TYPE_CLAIM, kGone, kAsked, true},
    {LedgerEntry::TYPE_UNCLAIM, kAsked, kGone, true},
    {LedgerEntry::TYPE_ACCEPT, kAsked, kAgreed, true},
    {LedgerEntry::TYPE_REJECT, kAsked, kRefused, true},
    {LedgerEntry::TYPE_LAPSE, kRest, kGivenUp, false},
    {LedgerEntry::TYPE_PAY_ADVANCE, kTreasury, kReceived, false},
    {LedgerEntry::TYPE_PAY_BALANCE, kTreasury, kReceived, false},
    {LedgerEntry::TYPE_DEMAND, kReceived, kDue, false},
    {LedgerEntry::TYPE_RECOVER, kDue, kBack, false},
    {LedgerEntry::TYPE_UNPAY_ADVANCE, kReceived, kTreasury, false},
    {LedgerEntry::TYPE_UNPAY_BALANCE, kReceived, kTreasury, false},
    {LedgerEntry::TYPE_UNDEMAND, kDue, kReceived, false},
    {LedgerEntry::TYPE_UNRECOVER, kBack, kDue, false},
    {LedgerEntry::TYPE_UNLAPSE, kGivenUp, kRest, false},
    {LedgerEntry::TYPE_UNCARRY_OUT, kYears, kRest, false},
    {LedgerEntry::TYPE_UNCARRY_IN, kRest, kYears, false},
    {LedgerEntry::TYPE_UNACCEPT, kAgreed, kAsked, true},
    {LedgerEntry::TYPE_UNREJECT, kRefused, kAsked, true},
};

const Way* FindWay(LedgerEntry::Type type) {
  for (const Way& way : kWays) {
    if (way.type == type) return &way;
  }
  return nullptr;
}

// May be below zero: the two givers; what came from another year; on a line,
// which draws on its envelope, everything before it; and the rest of an
// envelope that was reduced, down to what was taken back.
bool MayBeNegative(Place place, const Account& account, bool is_line) {
  if (place == kState || place == kTreasury || place == kYears) return true;
  if (place != kRest) return false;
  return is_line || account.at[kRest] + account.reduced >= 0;
}

std::string EnvelopeOf(const std::string& account) {
  const size_t at = account.find("/lines/");
  return at == std::string::npos ? account : account.substr(0, at);
}

class Balances {
 public:
  Balances(const std::string& name, const Book& book, VerifyReport& report)
      : name_(name), book_(book), report_(report) {}

  void Verify() {
    for (const auto& [number, payment] : book_.payments) {
      routes_[payment.name()] = payment.route();
    }
    uint64_t expected = 0;
    int64_t movements = 0;
    for (const auto& [sequence, entry] : book_.entries) {
      ++report_.entries;
      if (sequence != ++expected ||
          static_cast<uint64_t>(entry.sequence()) != sequence) {
        Differ(absl::StrCat("entry ", sequence, " stands out of sequence"));
        expected = sequence;
      }
      if (!entry.cause().empty()) ++movements;
      Add(sequence, entry);
    }
    CompareHead(expected, movements);
    CompareEnvelopes();
    CompareLines();
  }

 private:
  void Differ(const std::string& sentence) {
    report_.Differ(absl::StrCat(name_, ": ", sentence));
  }

  void Add(uint64_t sequence, const LedgerEntry& entry) {
    const Way* way = FindWay(entry.type());
    const auto cents = WholeCents(entry.amount());
    if (way == nullptr || !cents || *cents <= 0) {
      Differ(absl::StrCat("entry ", sequence,
                          " has no type or no amount above zero"));
      return;
    }
    const bool is_line = absl::StrContains(entry.account(), "/lines/");
    if (way->is_on_line != is_line ||
        !absl::StartsWith(entry.account(), name_)) {
      Differ(absl::StrCat("entry ", sequence, " is on a wrong account"));
    }
    const auto payment = routes_.find(entry.cause());
    if (payment != routes_.end() && (way->to == kGone || way->from == kGone) &&
        payment->second != entry.zone_route()) {
      Differ(absl::StrCat("entry ", sequence,
                          " goes another way than its payment"));
    }
    const std::string envelope = EnvelopeOf(entry.account());
    for (const std::string* account : {&envelope, &entry.account()}) {
      if (account == &entry.account() && envelope == *account) continue;
      Move(sequence, entry, *way, *cents, accounts_[*account], *account);
    }
  }

  void Move(uint64_t sequence, const LedgerEntry& entry, const Way& way,
            int64_t cents, Account& account, const std::string& of) {
    account.at[way.from] -= cents;
    account.at[way.to] += cents;
    const int64_t sign = entry.type() == LedgerEntry::TYPE_UNSPEND ? -1 : 1;
    if (entry.zone_route() == v1::ZonePayment::ROUTE_DEDUCTION) {
      account.deduction += sign * cents;
    } else if (entry.zone_route() == v1::ZonePayment::ROUTE_PROJECT) {
      account.project += sign * cents;
    }
    switch (entry.type()) {
      case LedgerEntry::TYPE_REDUCE:
        account.reduced += cents;
        break;
      case LedgerEntry::TYPE_CARRY_IN:
        account.carried_in += cents;
        break;
      case LedgerEntry::TYPE_CARRY_OUT:
        account.carried_out += cents;
        break;
      case LedgerEntry::TYPE_PAY_ADVANCE:
        account.advance += cents;
        break;
      case LedgerEntry::TYPE_PAY_BALANCE:
        account.balance += cents;
        break;
      case LedgerEntry::TYPE_UNCARRY_IN:
        account.carried_in -= cents;
        break;
      case LedgerEntry::TYPE_UNCARRY_OUT:
        account.carried_out -= cents;
        break;
      case LedgerEntry::TYPE_UNPAY_ADVANCE:
        account.advance -= cents;
        break;
      case LedgerEntry::TYPE_UNPAY_BALANCE:
        account.balance -= cents;
        break;
      default:
        break;
    }
    for (const absl::int128 sum : {account.carried_in, account.carried_out,
                                   account.advance, account.balance}) {
      if (sum >= 0) continue;
      Differ(absl::StrCat("entry ", sequence, " takes back more than ", of,
                          " ever had of it"));
    }
    const bool is_line = absl::StrContains(of, "/lines/");
    for (size_t place = 0; place < kPlaces; ++place) {
      if (account.at[place] >= 0 ||
          MayBeNegative(static_cast<Place>(place), account, is_line)) {
        continue;
      }
      Differ(absl::StrCat("entry ", sequence, " takes ", kPlaceNames[place],
                          " of ", of, " below zero"));
    }
  }

  void CompareHead(uint64_t last, int64_t movements) {
    const v1::LedgerHead& head = book_.ledger_head;
    if (static_cast<uint64_t>(head.last_sequence()) != last ||
        head.movements() != movements) {
      Differ(absl::StrCat("the ledger's head counts ", head.last_sequence(),
                          " entries and ", head.movements(),
                          " movements; there are ", last, " and ", movements));
    }
  }

  // The stored figures of one account against the recount.
  void Compare(const std::string& of, const v1::AccountRecord& stored,
               const Account& counted, bool is_line) {
    const auto& at = counted.at;
    const absl::int128 claimed = at[kAsked] + at[kAgreed] + at[kRefused];
    const absl::int128 spent = at[kGone] + claimed;
    const absl::int128 recovered = at[kBack];
    const std::pair<const char*, std::pair<int64_t, absl::int128>> figures[] = {
        {"allocated",
         {stored.allocated_cents(), is_line ? absl::int128(0) : -at[kState]}},
        {"allotted", {stored.allotted_cents(), at[kFree] + at[kHeld] + spent}},
        {"reserved", {stored.reserved_cents(), at[kHeld]}},
        {"spent", {stored.spent_cents(), spent}},
        {"claimed", {stored.claimed_cents(), claimed}},
        {"accepted", {stored.accepted_cents(), at[kAgreed]}},
        {"ineligible", {stored.ineligible_cents(), at[kRefused]}},
        {"reduced", {stored.reduced_cents(), counted.reduced}},
        {"carried_in", {stored.carried_in_cents(), counted.carried_in}},
        {"carried_out", {stored.carried_out_cents(), counted.carried_out}},
        {"lapsed", {stored.lapsed_cents(), at[kGivenUp]}},
        {"advance", {stored.advance_cents(), counted.advance}},
        {"balance", {stored.balance_cents(), counted.balance}},
        {"demanded", {stored.demanded_cents(), at[kDue] + recovered}},
        {"recovered", {stored.recovered_cents(), recovered}},
        {"zone_project", {stored.zone_project_cents(), counted.project}},
        {"zone_deduction", {stored.zone_deduction_cents(), counted.deduction}}};
    for (const auto& [what, pair] : figures) {
      if (pair.first == pair.second) continue;
      Differ(absl::StrCat(of, " stores ", what, " ", pair.first,
                          " cents, its entries make ",
                          static_cast<int64_t>(pair.second)));
    }
  }

  void CompareEnvelopes() {
    for (const auto& [of, stored] : book_.envelopes) {
      ++report_.envelopes;
      Compare(of, stored, accounts_[of], /*is_line=*/false);
      // Debits and credits of what is stored: the grant is somewhere.
      const int64_t rest = stored.allocated_cents() +
                           stored.carried_in_cents() -
                           stored.carried_out_cents() - stored.lapsed_cents() -
                           stored.allotted_cents();
      const int64_t free = stored.allotted_cents() - stored.reserved_cents() -
                           stored.spent_cents();
      report_.granted_cents += stored.allocated_cents();
      report_.unallotted_cents += rest;
      report_.available_cents += free;
      report_.reserved_cents += stored.reserved_cents();
      report_.spent_cents += stored.spent_cents();
      report_.lapsed_cents += stored.lapsed_cents();
      CompareWithLines(of, stored);
    }
    for (const auto& [of, counted] : accounts_) {
      const bool is_line = absl::StrContains(of, "/lines/");
      const bool is_known =
          is_line ? book_.lines.contains(of) : book_.envelopes.contains(of);
      if (!is_known) Differ(absl::StrCat(of, " has entries and no record"));
    }
  }

  void CompareWithLines(const std::string& of,
                        const v1::AccountRecord& envelope) {
    v1::AccountRecord sum;
    const std::string prefix = absl::StrCat(of, "/lines/");
    for (const auto& [name, line] : book_.lines) {
      if (!absl::StartsWith(name, prefix)) continue;
      const v1::AccountRecord& account = line.account();
      sum.set_allotted_cents(sum.allotted_cents() + account.allotted_cents());
      sum.set_reserved_cents(sum.reserved_cents() + account.reserved_cents());
      sum.set_spent_cents(sum.spent_cents() + account.spent_cents());
      sum.set_claimed_cents(sum.claimed_cents() + account.claimed_cents());
      sum.set_accepted_cents(sum.accepted_cents() + account.accepted_cents());
      sum.set_ineligible_cents(sum.ineligible_cents() +
                               account.ineligible_cents());
    }
    if (sum.allotted_cents() != envelope.allotted_cents() ||
        sum.reserved_cents() != envelope.reserved_cents() ||
        sum.spent_cents() != envelope.spent_cents() ||
        sum.claimed_cents() != envelope.claimed_cents() ||
        sum.accepted_cents() != envelope.accepted_cents() ||
        sum.ineligible_cents() != envelope.ineligible_cents()) {
      Differ(absl::StrCat(of, " is not the sum of its lines"));
    }
  }

  void CompareLines() {
    for (const auto& [of, stored] : book_.lines) {
      ++report_.lines;
      Compare(of, stored.account(), accounts_[of], /*is_line=*/true);
      if (!book_.envelopes.contains(EnvelopeOf(of))) {
        Differ(absl::StrCat(of, " has no envelope"));
      }
      CompareObjective(of, stored);
    }
  }

  // A line is of an objective of its envelope's part.
  void CompareObjective(const std::string& of, const v1::LineRecord& line) {
    const std::string id = of.substr(of.rfind('/') + 1);
    if (id != absl::StrCat(line.objective_id(), "-", line.category())) {
      Differ(absl::StrCat(of, " holds another objective or category"));
    }
    const auto node = book_.nodes.find(line.objective_id());
    const bool is_supplementary =
        absl::StrContains(of, "/envelopes/supplementary-");
    const v1::Allocation allocation = is_supplementary
                                          ? v1::ALLOCATION_SUPPLEMENTARY
                                          : v1::ALLOCATION_GENERAL;
    if (node == book_.nodes.end() || node->second.allocation() != allocation) {
      Differ(absl::StrCat(of, " is not of its envelope's part"));
    }
  }

  const std::string& name_;
  const Book& book_;
  VerifyReport& report_;
  std::map<std::string, Account> accounts_;
  // Route of each payment, by name.
  std::map<std::string, v1::ZonePayment::Route> routes_;
};

}  // namespace

void VerifyBalances(const std::string& name, const Book& book,
                    VerifyReport& report) {
  Balances(name, book, report).Verify();
}

}  // namespace entente::conventions
