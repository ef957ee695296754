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

// Where money can be. What leaves one place arrives at another, so the five of
// an account always add up to nothing.
enum Place : size_t { kState, kRest, kFree, kHeld, kGone, kPlaces };
constexpr const char* kPlaceNames[kPlaces] = {"allocated", "unallotted",
                                              "available", "reserved", "spent"};

struct Account {
  std::array<absl::int128, kPlaces> at{};
  absl::int128 project = 0;
  absl::int128 deduction = 0;
};

bool FromAndTo(LedgerEntry::Type type, Place* from, Place* to) {
  switch (type) {
    case LedgerEntry::TYPE_GRANT:
      *from = kState, *to = kRest;
      return true;
    case LedgerEntry::TYPE_ALLOT:
      *from = kRest, *to = kFree;
      return true;
    case LedgerEntry::TYPE_RESERVE:
      *from = kFree, *to = kHeld;
      return true;
    case LedgerEntry::TYPE_RELEASE:
      *from = kHeld, *to = kFree;
      return true;
    case LedgerEntry::TYPE_SPEND:
      *from = kFree, *to = kGone;
      return true;
    default:
      return false;
  }
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
      if (entry.type() != LedgerEntry::TYPE_GRANT &&
          entry.type() != LedgerEntry::TYPE_ALLOT) {
        ++movements;
      }
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
    Place from{}, to{};
    const auto cents = WholeCents(entry.amount());
    if (!FromAndTo(entry.type(), &from, &to) || !cents || *cents <= 0) {
      Differ(absl::StrCat("entry ", sequence,
                          " has no type or no amount above zero"));
      return;
    }
    const bool is_grant = entry.type() == LedgerEntry::TYPE_GRANT;
    const bool is_line = absl::StrContains(entry.account(), "/lines/");
    if (is_grant == is_line || !absl::StartsWith(entry.account(), name_)) {
      Differ(absl::StrCat("entry ", sequence, " is on a wrong account"));
    }
    const std::string envelope = EnvelopeOf(entry.account());
    for (const std::string* account : {&envelope, &entry.account()}) {
      if (account == &entry.account() && envelope == *account) continue;
      Move(sequence, entry, from, to, *cents, accounts_[*account], *account);
    }
  }

  void Move(uint64_t sequence, const LedgerEntry& entry, Place from, Place to,
            int64_t cents, Account& account, const std::string& of) {
    account.at[from] -= cents;
    account.at[to] += cents;
    const auto route = routes_.find(entry.cause());
    if (to == kGone && route != routes_.end()) {
      (route->second == v1::ZonePayment::ROUTE_DEDUCTION ? account.deduction
                                                         : account.project) +=
          cents;
    }
    // A line draws on its envelope: its rest stands there.
    const size_t first = absl::StrContains(of, "/lines/") ? kFree : kRest;
    for (size_t place = first; place < kPlaces; ++place) {
      if (account.at[place] >= 0) continue;
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
    const absl::int128 allotted =
        is_line ? -counted.at[kRest] : -counted.at[kState] - counted.at[kRest];
    const std::pair<const char*, std::pair<int64_t, absl::int128>> figures[] = {
        {"allocated",
         {stored.allocated_cents(),
          is_line ? absl::int128(0) : -counted.at[kState]}},
        {"allotted", {stored.allotted_cents(), allotted}},
        {"reserved", {stored.reserved_cents(), counted.at[kHeld]}},
        {"spent", {stored.spent_cents(), counted.at[kGone]}},
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
      const int64_t rest = stored.allocated_cents() - stored.allotted_cents();
      const int64_t free = stored.allotted_cents() - stored.reserved_cents() -
                           stored.spent_cents();
      report_.granted_cents += stored.allocated_cents();
      report_.unallotted_cents += rest;
      report_.available_cents += free;
      report_.reserved_cents += stored.reserved_cents();
      report_.spent_cents += stored.spent_cents();
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
    int64_t allotted = 0, reserved = 0, spent = 0;
    const std::string prefix = absl::StrCat(of, "/lines/");
    for (const auto& [name, line] : book_.lines) {
      if (!absl::StartsWith(name, prefix)) continue;
      allotted += line.account().allotted_cents();
      reserved += line.account().reserved_cents();
      spent += line.account().spent_cents();
    }
    if (allotted != envelope.allotted_cents() ||
        reserved != envelope.reserved_cents() ||
        spent != envelope.spent_cents()) {
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
