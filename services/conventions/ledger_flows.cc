// The table of movements in ledger_rules.h, and what must hold after each.
#include <array>
#include <cstddef>

#include "services/common/base/error.h"
#include "services/conventions/ledger_errors.h"
#include "services/conventions/ledger_rules.h"

namespace entente::conventions {
namespace {

using v1::LedgerEntry;

enum Phase : size_t {
  kGrantor,
  kUnallotted,
  kCarried,
  kLapsed,
  kAvailable,
  kReserved,
  kSpent,
  kClaimed,
  kAccepted,
  kIneligible,
  kTreasury,
  kHeld,
  kOwed,
  kReturned,
  kPhases
};

struct Flow {
  LedgerEntry::Type type;
  Phase from;
  Phase to;
  bool is_for_line;
  // The total that the amount is added to, and the one it is taken from; null
  // where there is none.
  int64_t Balances::*adds_to;
  int64_t Balances::*takes_from;
};

// The table of ledger_rules.h.
constexpr std::array<Flow, 28> kFlows = {{
    {LedgerEntry::TYPE_GRANT, kGrantor, kUnallotted, false,
     &Balances::allocated_cents, nullptr},
    {LedgerEntry::TYPE_REDUCE, kUnallotted, kGrantor, false,
     &Balances::reduced_cents, &Balances::allocated_cents},
    {LedgerEntry::TYPE_CARRY_OUT, kUnallotted, kCarried, false,
     &Balances::carried_out_cents, nullptr},
    {LedgerEntry::TYPE_CARRY_IN, kCarried, kUnallotted, false,
     &Balances::carried_in_cents, nullptr},
    {LedgerEntry::TYPE_LAPSE, kUnallotted, kLapsed, false,
     &Balances::lapsed_cents, nullptr},
    {LedgerEntry::TYPE_ALLOT, kUnallotted, kAvailable, true,
     &Balances::allotted_cents, nullptr},
    {LedgerEntry::TYPE_DEALLOT, kAvailable, kUnallotted, true, nullptr,
     &Balances::allotted_cents},
    {LedgerEntry::TYPE_RESERVE, kAvailable, kReserved, true,
     &Balances::reserved_cents, nullptr},
    {LedgerEntry::TYPE_RELEASE, kReserved, kAvailable, true, nullptr,
     &Balances::reserved_cents},
    {LedgerEntry::TYPE_SPEND, kAvailable, kSpent, true, &Balances::spent_cents,
     nullptr},
    {LedgerEntry::TYPE_UNSPEND, kSpent, kAvailable, true, nullptr,
     &Balances::spent_cents},
    {LedgerEntry::TYPE_CLAIM, kSpent, kClaimed, true, &Balances::claimed_cents,
     nullptr},
    {LedgerEntry::TYPE_UNCLAIM, kClaimed, kSpent, true, nullptr,
     &Balances::claimed_cents},
    {LedgerEntry::TYPE_ACCEPT, kClaimed, kAccepted, true,
     &Balances::accepted_cents, nullptr},
    {LedgerEntry::TYPE_REJECT, kClaimed, kIneligible, true,
     &Balances::ineligible_cents, nullptr},
    {LedgerEntry::TYPE_PAY_ADVANCE, kTreasury, kHeld, false,
     &Balances::advance_cents, nullptr},
    {LedgerEntry::TYPE_PAY_BALANCE, kTreasury, kHeld, false,
     &Balances::balance_cents, nullptr},
    {LedgerEntry::TYPE_DEMAND, kHeld, kOwed, false, &Balances::demanded_cents,
     nullptr},
    {LedgerEntry::TYPE_RECOVER, kOwed, kReturned, false,
     &Balances::recovered_cents, nullptr},
    {LedgerEntry::TYPE_UNPAY_ADVANCE, kHeld, kTreasury, false, nullptr,
     &Balances::advance_cents},
    {LedgerEntry::TYPE_UNPAY_BALANCE, kHeld, kTreasury, false, nullptr,
     &Balances::balance_cents},
    {LedgerEntry::TYPE_UNDEMAND, kOwed, kHeld, false, nullptr,
     &Balances::demanded_cents},
    {LedgerEntry::TYPE_UNRECOVER, kReturned, kOwed, false, nullptr,
     &Balances::recovered_cents},
    {LedgerEntry::TYPE_UNLAPSE, kLapsed, kUnallotted, false, nullptr,
     &Balances::lapsed_cents},
    {LedgerEntry::TYPE_UNCARRY_OUT, kCarried, kUnallotted, false, nullptr,
     &Balances::carried_out_cents},
    {LedgerEntry::TYPE_UNCARRY_IN, kUnallotted, kCarried, false, nullptr,
     &Balances::carried_in_cents},
    {LedgerEntry::TYPE_UNACCEPT, kAccepted, kClaimed, true, nullptr,
     &Balances::accepted_cents},
    {LedgerEntry::TYPE_UNREJECT, kIneligible, kClaimed, true, nullptr,
     &Balances::ineligible_cents},
}};

const Flow* FindFlow(LedgerEntry::Type type) {
  for (const Flow& flow : kFlows) {
    if (flow.type == type) return &flow;
  }
  return nullptr;
}

// Adds `delta` to `sum`; false on overflow.
bool AddTo(int64_t& sum, int64_t delta) {
  return !__builtin_add_overflow(sum, delta, &sum);
}

// Phases of an account that CheckInvariants accepted.
std::array<int64_t, kPhases> PhasesOf(AccountKind kind,
                                      const Balances& balances) {
  std::array<int64_t, kPhases> phases{};
  phases[kGrantor] = -balances.allocated_cents;
  phases[kUnallotted] = kind == AccountKind::kLine
                            ? -balances.allotted_cents
                            : balances.unallotted_cents();
  phases[kCarried] = balances.carried_out_cents - balances.carried_in_cents;
  phases[kLapsed] = balances.lapsed_cents;
  phases[kAvailable] = balances.available_cents();
  phases[kReserved] = balances.reserved_cents;
  phases[kSpent] = balances.spent_cents - balances.claimed_cents;
  phases[kClaimed] = balances.claimed_cents - balances.accepted_cents -
                     balances.ineligible_cents;
  phases[kAccepted] = balances.accepted_cents;
  phases[kIneligible] = balances.ineligible_cents;
  phases[kTreasury] = -balances.advance_cents - balances.balance_cents;
  phases[kHeld] = balances.held_cents();
  phases[kOwed] = balances.recoverable_cents();
  phases[kReturned] = balances.recovered_cents;
  return phases;
}

// The total that a SPEND or UNSPEND of this route changes besides `spent`.
int64_t Balances::*TotalOf(SpendRoute route) {
  switch (route) {
    case SpendRoute::kZoneProject:
      return &Balances::zone_project_cents;
    case SpendRoute::kZoneDeduction:
      return &Balances::zone_deduction_cents;
    case SpendRoute::kExpense:
      break;
  }
  return nullptr;
}

bool Move(const Flow& flow, const Movement& movement, Balances& balances) {
  const int64_t amount = movement.amount_cents;
  if (flow.adds_to != nullptr && !AddTo(balances.*flow.adds_to, amount)) {
    return false;
  }
  if (flow.takes_from != nullptr &&
      !AddTo(balances.*flow.takes_from, -amount)) {
    return false;
  }
  int64_t Balances::*of_route = TotalOf(movement.route);
  if (of_route == nullptr) return true;
  if (flow.type == LedgerEntry::TYPE_SPEND) {
    return AddTo(balances.*of_route, amount);
  }
  return flow.type != LedgerEntry::TYPE_UNSPEND ||
         AddTo(balances.*of_route, -amount);
}

// Of a line. Everything is at least zero.
bool HasWhatOnlyEnvelopesHave(const Balances& balances) {
  for (const int64_t cents :
       {balances.allocated_cents, balances.reduced_cents,
        balances.carried_in_cents, balances.carried_out_cents,
        balances.lapsed_cents, balances.advance_cents, balances.balance_cents,
        balances.demanded_cents, balances.recovered_cents}) {
    if (cents != 0) return true;
  }
  return false;
}

// Of an envelope. Everything is at least zero, so that only sums can overflow.
absl::Status CheckEnvelope(const Balances& balances) {
  // What it would have, had the State taken nothing back.
  int64_t had = balances.allocated_cents;
  int64_t used = balances.allotted_cents;
  if (!AddTo(had, balances.reduced_cents) ||
      !AddTo(had, balances.carried_in_cents) ||
      !AddTo(used, balances.carried_out_cents) ||
      !AddTo(used, balances.lapsed_cents)) {
    return LedgerInvariantBroken("an overflow");
  }
  if (used > had) {
    return LedgerInvariantBroken("an allotment above the allocation");
  }
  int64_t received = balances.advance_cents;
  if (!AddTo(received, balances.balance_cents)) {
    return LedgerInvariantBroken("an overflow");
  }
  if (balances.demanded_cents > received) {
    return LedgerInvariantBroken("more asked back than received");
  }
  if (balances.recovered_cents > balances.demanded_cents) {
    return LedgerInvariantBroken("more paid back than asked back");
  }
  return absl::OkStatus();
}

}  // namespace

absl::StatusOr<Balances> Apply(AccountKind kind, const Balances& before,
                               const Movement& movement) {
  const Flow* flow = FindFlow(movement.type);
  if (flow == nullptr || (kind == AccountKind::kLine && !flow->is_for_line)) {
    return LedgerInvariantBroken("a movement that the account does not know");
  }
  if (movement.amount_cents <= 0) {
    return LedgerInvariantBroken("a movement of nothing or less");
  }
  ENTENTE_ASSIGN_OR_RETURN(const Balances after, Add(before, movement));
  ENTENTE_RETURN_IF_ERROR(CheckInvariants(kind, after));
  ENTENTE_RETURN_IF_ERROR(CheckDoubleEntry(kind, before, after, movement));
  return after;
}

absl::StatusOr<Balances> Add(const Balances& before, const Movement& movement) {
  const Flow* flow = FindFlow(movement.type);
  if (flow == nullptr) return LedgerInvariantBroken("an unknown movement");
  Balances after = before;
  if (!Move(*flow, movement, after)) {
    return LedgerInvariantBroken("an overflow");
  }
  return after;
}

absl::Status CheckInvariants(AccountKind kind, const Balances& balances) {
  for (const int64_t cents :
       {balances.allocated_cents, balances.allotted_cents,
        balances.reserved_cents, balances.spent_cents,
        balances.zone_project_cents, balances.zone_deduction_cents,
        balances.claimed_cents, balances.accepted_cents,
        balances.ineligible_cents, balances.reduced_cents,
        balances.carried_in_cents, balances.carried_out_cents,
        balances.lapsed_cents, balances.advance_cents, balances.balance_cents,
        balances.demanded_cents, balances.recovered_cents}) {
    if (cents < 0) return LedgerInvariantBroken("an amount below zero");
  }
  // All are at least zero now, so a difference cannot overflow; a sum could.
  if (balances.reserved_cents >
      balances.allotted_cents - balances.spent_cents) {
    return LedgerInvariantBroken("reserved and spent above the allotment");
  }
  if (balances.zone_project_cents >
      balances.spent_cents - balances.zone_deduction_cents) {
    return LedgerInvariantBroken("more to the zone than spent");
  }
  if (balances.claimed_cents > balances.spent_cents) {
    return LedgerInvariantBroken("more claimed than spent");
  }
  if (balances.accepted_cents >
      balances.claimed_cents - balances.ineligible_cents) {
    return LedgerInvariantBroken("more decided than claimed");
  }
  if (kind == AccountKind::kEnvelope) return CheckEnvelope(balances);
  if (HasWhatOnlyEnvelopesHave(balances)) {
    return LedgerInvariantBroken("a line with an allocation");
  }
  return absl::OkStatus();
}

absl::Status CheckDoubleEntry(AccountKind kind, const Balances& before,
                              const Balances& after, const Movement& movement) {
  const Flow* flow = FindFlow(movement.type);
  if (flow == nullptr) return LedgerInvariantBroken("an unknown movement");
  std::array<int64_t, kPhases> expected = PhasesOf(kind, before);
  if (!AddTo(expected[flow->from], -movement.amount_cents) ||
      !AddTo(expected[flow->to], movement.amount_cents) ||
      expected != PhasesOf(kind, after)) {
    return LedgerInvariantBroken("debits and credits that differ");
  }
  return absl::OkStatus();
}

}  // namespace entente::conventions
