// Every payment, demand and refund against the entry that it caused, and the
// one that undid it, and the state of every decided claim against what was
// received.
#include <algorithm>
#include <map>
#include <string>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "services/conventions/verify_book.h"

namespace entente::conventions {
namespace {

using v1::Claim;
using v1::FederalPayment;
using v1::LedgerEntry;

LedgerEntry::Type TypeOf(FederalPayment::Kind kind) {
  switch (kind) {
    case FederalPayment::KIND_ADVANCE:
      return LedgerEntry::TYPE_PAY_ADVANCE;
    case FederalPayment::KIND_BALANCE:
      return LedgerEntry::TYPE_PAY_BALANCE;
    case FederalPayment::KIND_DEMAND:
      return LedgerEntry::TYPE_DEMAND;
    case FederalPayment::KIND_REFUND:
      return LedgerEntry::TYPE_RECOVER;
    default:
      return LedgerEntry::TYPE_UNSPECIFIED;
  }
}

LedgerEntry::Type UndoTypeOf(FederalPayment::Kind kind) {
  switch (kind) {
    case FederalPayment::KIND_ADVANCE:
      return LedgerEntry::TYPE_UNPAY_ADVANCE;
    case FederalPayment::KIND_BALANCE:
      return LedgerEntry::TYPE_UNPAY_BALANCE;
    case FederalPayment::KIND_DEMAND:
      return LedgerEntry::TYPE_UNDEMAND;
    case FederalPayment::KIND_REFUND:
      return LedgerEntry::TYPE_UNRECOVER;
    default:
      return LedgerEntry::TYPE_UNSPECIFIED;
  }
}

// The entries that a payment must have caused, and no others.
bool MovesItsAmount(const FederalPayment& payment,
                    const std::vector<LedgerEntry>& entries) {
  std::vector<LedgerEntry::Type> wanted = {TypeOf(payment.kind())};
  if (payment.has_reversal()) wanted.push_back(UndoTypeOf(payment.kind()));
  if (entries.size() != wanted.size()) return false;
  const auto cents = WholeCents(payment.amount());
  for (size_t i = 0; i < wanted.size(); ++i) {
    if (entries[i].type() != wanted[i] || !cents ||
        entries[i].account() != payment.envelope() ||
        WholeCents(entries[i].amount()) != cents) {
      return false;
    }
  }
  return true;
}

// Money of an envelope, added up from the payments themselves.
struct Money {
  int64_t held = 0;
  int64_t owed = 0;
  int64_t accepted = 0;
  bool is_pending = false;
};

bool IsDecided(const Claim& claim) {
  return claim.state() == Claim::STATE_DECIDED ||
         claim.state() == Claim::STATE_PAID ||
         claim.state() == Claim::STATE_RECOVERY;
}

// What the envelope of the claim has to distribute, as it is stored.
int64_t UsableOf(const Book& book, const Claim& claim) {
  const auto found = book.envelopes.find(claim.envelope());
  if (found == book.envelopes.end()) return 0;
  const v1::AccountRecord& at = found->second;
  return at.allocated_cents() + at.carried_in_cents() - at.carried_out_cents() -
         at.lapsed_cents();
}

// A paid claim stays paid when a later one of its envelope is accepted. What is
// accepted is due as far as it is granted; what is held beyond the grant is too
// much even while a claim waits.
bool IsStateRight(const Claim& claim, const Money& money, int64_t usable) {
  const int64_t due = std::min(money.accepted, usable);
  const int64_t most = money.is_pending ? usable : due;
  switch (claim.state()) {
    case Claim::STATE_RECOVERY:
      return money.owed > 0 || money.held > due;
    case Claim::STATE_PAID:
      return money.owed == 0 && money.held <= most;
    case Claim::STATE_DECIDED:
      return money.owed == 0 &&
             (money.held < due || (due == 0 && money.held <= most));
    default:
      return true;
  }
}

}  // namespace

bool IsCausedByFederalPayment(const std::string& cause) {
  return absl::StrContains(cause, "/federalPayments/");
}

void VerifyFederalPayments(const std::string& name, const Book& book,
                           VerifyReport& report) {
  const auto differ = [&](const std::string& sentence) {
    report.Differ(absl::StrCat(name, ": ", sentence));
  };
  std::map<std::string, std::vector<LedgerEntry>> entries;
  for (const auto& [sequence, entry] : book.entries) {
    if (IsCausedByFederalPayment(entry.cause())) {
      entries[entry.cause()].push_back(entry);
    }
  }
  std::map<std::string, Money> money;
  uint64_t expected = 0;
  for (const auto& [number, payment] : book.federal_payments) {
    ++report.federal_payments;
    if (number != ++expected ||
        payment.name() !=
            absl::StrFormat("%s/federalPayments/f-%06d", name, number)) {
      differ(absl::StrCat("federalPayments ", number,
                          " stands under a wrong number or name"));
    }
    expected = number;
    const auto found = entries.find(payment.name());
    const bool is_received = payment.kind() == FederalPayment::KIND_ADVANCE ||
                             payment.kind() == FederalPayment::KIND_BALANCE;
    const int64_t cents = WholeCents(payment.amount()).value_or(0);
    if (found == entries.end() || !MovesItsAmount(payment, found->second) ||
        (is_received && payment.budget_article().empty())) {
      differ(absl::StrCat(payment.name(),
                          " does not move its amount exactly once"));
    }
    if (found != entries.end()) entries.erase(found);
    if (payment.has_reversal()) continue;
    Money& of = money[payment.envelope()];
    if (is_received) of.held += cents;
    if (payment.kind() == FederalPayment::KIND_DEMAND) {
      of.held -= cents;
      of.owed += cents;
    }
    if (payment.kind() == FederalPayment::KIND_REFUND) of.owed -= cents;
  }
  if (expected !=
      static_cast<uint64_t>(book.ledger_head.last_federal_payment())) {
    differ(absl::StrCat("the ledger's head counts ",
                        book.ledger_head.last_federal_payment(),
                        " federalPayments; the last is ", expected));
  }
  for (const auto& [cause, of_cause] : entries) {
    differ(absl::StrCat("entries name the cause \"", cause,
                        "\", which is not stored"));
  }
  for (const auto& [number, claim] : book.claims) {
    Money& of = money[claim.envelope()];
    if (claim.state() == Claim::STATE_SUBMITTED) of.is_pending = true;
    of.accepted += WholeCents(claim.accepted()).value_or(0);
  }
  // What was received pays the earliest claims first, and never more than the
  // State grants.
  std::map<std::string, int64_t> accepted_so_far;
  for (const auto& [number, claim] : book.claims) {
    if (!IsDecided(claim)) continue;
    const Money& of = money[claim.envelope()];
    int64_t& so_far = accepted_so_far[claim.envelope()];
    so_far += WholeCents(claim.accepted()).value_or(0);
    const int64_t usable = UsableOf(book, claim);
    const bool is_unpaid = claim.state() == Claim::STATE_PAID &&
                           of.held < std::min(so_far, usable);
    if (!is_unpaid && IsStateRight(claim, of, usable)) continue;
    differ(absl::StrCat(claim.name(), " is ", Claim::State_Name(claim.state()),
                        ", which the money received does not make of it"));
  }
}

}  // namespace entente::conventions
