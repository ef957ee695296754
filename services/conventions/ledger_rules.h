// The ledger's arithmetic: what a position is, which movements there are, and
// what is decided about them. Pure; EUR in whole cents; overflow is checked.
//
// Double entry: every movement takes an amount from one phase and gives it to
// another, and the five phases of an account always add up to nothing.
//
//   type     from         to           on
//   GRANT    grantor      unallotted   envelope
//   ALLOT    unallotted   available    envelope, line
//   RESERVE  available    reserved     envelope, line
//   RELEASE  reserved     available    envelope, line
//   SPEND    available    spent        envelope, line
//
// A line has no unallotted phase of its own: its allotment comes from outside,
// so for a line the giver of ALLOT is "unallotted" with a negative balance. An
// envelope's allotted, reserved and spent are the sums over its lines.
#ifndef SERVICES_CONVENTIONS_LEDGER_RULES_H_
#define SERVICES_CONVENTIONS_LEDGER_RULES_H_

#include <cstdint>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "entente/conventions/v1/ledger.pb.h"
#include "entente/conventions/v1/records.pb.h"

namespace entente::conventions {

// Balances of an envelope or a line, in cents.
struct Balances {
  int64_t allocated_cents = 0;
  int64_t allotted_cents = 0;
  int64_t reserved_cents = 0;
  int64_t spent_cents = 0;
  int64_t zone_project_cents = 0;
  int64_t zone_deduction_cents = 0;

  // Exact for balances that CheckInvariants accepts.
  int64_t unallotted_cents() const { return allocated_cents - allotted_cents; }
  int64_t available_cents() const {
    return allotted_cents - reserved_cents - spent_cents;
  }
  bool operator==(const Balances&) const = default;
};

enum class AccountKind { kEnvelope, kLine };

// Where a SPEND goes; part of `spent`, never new money.
enum class SpendRoute { kExpense, kZoneProject, kZoneDeduction };

// One movement on a line and its envelope (GRANT: on an envelope alone).
struct Movement {
  v1::LedgerEntry::Type type = v1::LedgerEntry::TYPE_UNSPECIFIED;
  int64_t amount_cents = 0;
  SpendRoute route = SpendRoute::kExpense;
};
using Movements = std::vector<Movement>;

// Balances after `movement`. Errors: INTERNAL / LEDGER_INVARIANT when the
// amount is not above zero, a sum overflows, the movement does not fit the kind
// of account, debits and credits differ or CheckInvariants refuses the result.
absl::StatusOr<Balances> Apply(AccountKind kind, const Balances& before,
                               const Movement& movement);

// INTERNAL / LEDGER_INVARIANT unless nothing is below zero, reserved + spent <=
// allotted, what went to the zone <= spent and, for an envelope, allotted <=
// allocated.
absl::Status CheckInvariants(AccountKind kind, const Balances& balances);

// INTERNAL / LEDGER_INVARIANT unless exactly `movement.amount_cents` left the
// phase that the table above gives and reached the other, and no other phase
// changed.
absl::Status CheckDoubleEntry(AccountKind kind, const Balances& before,
                              const Balances& after, const Movement& movement);

// Decisions. Each answers the movements to post, or the refusal with the
// figures that explain it. `amount_cents` is above zero.

// FAILED_PRECONDITION / ENVELOPE_EXCEEDED.
absl::StatusOr<Movements> Allot(const Balances& envelope, int64_t amount_cents);

// FAILED_PRECONDITION / ALLOTMENT_EXCEEDED, naming `field`.
absl::StatusOr<Movements> Reserve(const Balances& line, int64_t amount_cents,
                                  const char* field);

// The whole of a reservation.
Movements Release(int64_t reserved_cents);

// From what is available. FAILED_PRECONDITION / ALLOTMENT_EXCEEDED.
absl::StatusOr<Movements> Spend(const Balances& line, int64_t amount_cents,
                                SpendRoute route);

// Ends a reservation of `reserved_cents`: what the expense leaves of it is
// released. FAILED_PRECONDITION / RESERVATION_EXCEEDED.
absl::StatusOr<Movements> SpendReserved(const Balances& line,
                                        int64_t reserved_cents,
                                        int64_t amount_cents, SpendRoute route);

// What is charged to a piece of evidence after `requested_cents` more.
// FAILED_PRECONDITION / EVIDENCE_EXCEEDED; `earlier` names the charges there
// are, for the refusal.
absl::StatusOr<int64_t> Charge(int64_t total_cents, int64_t charged_cents,
                               int64_t requested_cents,
                               const std::vector<std::string>& earlier);

Balances FromRecord(const v1::AccountRecord& record);
v1::AccountRecord ToRecord(const Balances& balances);
v1::Position ToPosition(const Balances& balances);

}  // namespace entente::conventions

#endif  // SERVICES_CONVENTIONS_LEDGER_RULES_H_
