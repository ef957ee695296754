#include "services/conventions/ledger_rules.h"

#include <array>
#include <cstddef>
#include <string>

#include "absl/strings/str_cat.h"
#include "services/common/base/error.h"
#include "services/conventions/ledger_errors.h"
#include "services/conventions/money/money.h"

namespace entente::conventions {
namespace {

using v1::LedgerEntry;

enum Phase : size_t {
  kGrantor,
  kUnallotted,
  kAvailable,
  kReserved,
  kSpent,
  kPhases
};

struct Flow {
  LedgerEntry::Type type;
  Phase from;
  Phase to;
  bool is_for_line;
};

// The table of ledger_rules.h.
constexpr std::array<Flow, 5> kFlows = {{
    {LedgerEntry::TYPE_GRANT, kGrantor, kUnallotted, false},
    {LedgerEntry::TYPE_ALLOT, kUnallotted, kAvailable, true},
    {LedgerEntry::TYPE_RESERVE, kAvailable, kReserved, true},
    {LedgerEntry::TYPE_RELEASE, kReserved, kAvailable, true},
    {LedgerEntry::TYPE_SPEND, kAvailable, kSpent, true},
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
  phases[kAvailable] = balances.available_cents();
  phases[kReserved] = balances.reserved_cents;
  phases[kSpent] = balances.spent_cents;
  return phases;
}

// The field that a SPEND of this route adds to besides `spent`; may be null.
int64_t* RouteField(Balances& balances, SpendRoute route) {
  switch (route) {
    case SpendRoute::kExpense:
      return nullptr;
    case SpendRoute::kZoneProject:
      return &balances.zone_project_cents;
    case SpendRoute::kZoneDeduction:
      return &balances.zone_deduction_cents;
  }
  return nullptr;
}

bool Move(Balances& balances, const Movement& movement) {
  const int64_t amount = movement.amount_cents;
  switch (movement.type) {
    case LedgerEntry::TYPE_GRANT:
      return AddTo(balances.allocated_cents, amount);
    case LedgerEntry::TYPE_ALLOT:
      return AddTo(balances.allotted_cents, amount);
    case LedgerEntry::TYPE_RESERVE:
      return AddTo(balances.reserved_cents, amount);
    case LedgerEntry::TYPE_RELEASE:
      return AddTo(balances.reserved_cents, -amount);
    case LedgerEntry::TYPE_SPEND: {
      int64_t* of_route = RouteField(balances, movement.route);
      return AddTo(balances.spent_cents, amount) &&
             (of_route == nullptr || AddTo(*of_route, amount));
    }
    default:
      return false;
  }
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
  Balances after = before;
  if (!Move(after, movement)) return LedgerInvariantBroken("an overflow");
  ENTENTE_RETURN_IF_ERROR(CheckInvariants(kind, after));
  ENTENTE_RETURN_IF_ERROR(CheckDoubleEntry(kind, before, after, movement));
  return after;
}

absl::Status CheckInvariants(AccountKind kind, const Balances& balances) {
  for (int64_t cents :
       {balances.allocated_cents, balances.allotted_cents,
        balances.reserved_cents, balances.spent_cents,
        balances.zone_project_cents, balances.zone_deduction_cents}) {
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
  if (kind == AccountKind::kEnvelope) {
    if (balances.allotted_cents > balances.allocated_cents) {
      return LedgerInvariantBroken("an allotment above the allocation");
    }
  } else if (balances.allocated_cents != 0) {
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

absl::StatusOr<Movements> Allot(const Balances& envelope,
                                int64_t amount_cents) {
  if (amount_cents > envelope.unallotted_cents()) {
    return EnvelopeExceeded(envelope, amount_cents);
  }
  return Movements{{LedgerEntry::TYPE_ALLOT, amount_cents}};
}

absl::StatusOr<Movements> Reserve(const Balances& line, int64_t amount_cents,
                                  const char* field) {
  if (amount_cents > line.available_cents()) {
    return AllotmentExceeded(line, amount_cents, field);
  }
  return Movements{{LedgerEntry::TYPE_RESERVE, amount_cents}};
}

Movements Release(int64_t reserved_cents) {
  return {{LedgerEntry::TYPE_RELEASE, reserved_cents}};
}

absl::StatusOr<Movements> Spend(const Balances& line, int64_t amount_cents,
                                SpendRoute route) {
  if (amount_cents > line.available_cents()) {
    return AllotmentExceeded(line, amount_cents, "expense.amount");
  }
  return Movements{{LedgerEntry::TYPE_SPEND, amount_cents, route}};
}

absl::StatusOr<Movements> SpendReserved(const Balances& line,
                                        int64_t reserved_cents,
                                        int64_t amount_cents,
                                        SpendRoute route) {
  if (amount_cents > reserved_cents) {
    return ReservationExceeded(line, reserved_cents, amount_cents);
  }
  return Movements{{LedgerEntry::TYPE_RELEASE, reserved_cents},
                   {LedgerEntry::TYPE_SPEND, amount_cents, route}};
}

absl::StatusOr<int64_t> Charge(int64_t total_cents, int64_t charged_cents,
                               int64_t requested_cents,
                               const std::vector<std::string>& earlier) {
  if (requested_cents > total_cents - charged_cents) {
    return EvidenceExceeded(total_cents, charged_cents, requested_cents,
                            earlier);
  }
  return charged_cents + requested_cents;
}

Balances FromRecord(const v1::AccountRecord& record) {
  return {.allocated_cents = record.allocated_cents(),
          .allotted_cents = record.allotted_cents(),
          .reserved_cents = record.reserved_cents(),
          .spent_cents = record.spent_cents(),
          .zone_project_cents = record.zone_project_cents(),
          .zone_deduction_cents = record.zone_deduction_cents()};
}

v1::AccountRecord ToRecord(const Balances& balances) {
  v1::AccountRecord record;
  record.set_allocated_cents(balances.allocated_cents);
  record.set_allotted_cents(balances.allotted_cents);
  record.set_reserved_cents(balances.reserved_cents);
  record.set_spent_cents(balances.spent_cents);
  record.set_zone_project_cents(balances.zone_project_cents);
  record.set_zone_deduction_cents(balances.zone_deduction_cents);
  return record;
}

v1::Position ToPosition(const Balances& balances) {
  v1::Position position;
  // A line draws on its envelope, so an allocation and a rest are shown for
  // envelopes only; a line's would be negative.
  if (balances.allocated_cents > 0) {
    *position.mutable_allocated() = MoneyFromCents(balances.allocated_cents);
    *position.mutable_unallotted() =
        MoneyFromCents(balances.unallotted_cents());
  } else {
    *position.mutable_allocated() = MoneyFromCents(0);
    *position.mutable_unallotted() = MoneyFromCents(0);
  }
  *position.mutable_allotted() = MoneyFromCents(balances.allotted_cents);
  *position.mutable_reserved() = MoneyFromCents(balances.reserved_cents);
  *position.mutable_spent() = MoneyFromCents(balances.spent_cents);
  *position.mutable_available() = MoneyFromCents(balances.available_cents());
  *position.mutable_zone_project() =
      MoneyFromCents(balances.zone_project_cents);
  *position.mutable_zone_deduction() =
      MoneyFromCents(balances.zone_deduction_cents);
  return position;
}

}  // namespace entente::conventions
