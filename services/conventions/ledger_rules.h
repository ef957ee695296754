// The ledger's arithmetic: what a position is, which movements there are, and
// what is decided about them. Pure; EUR in whole cents; overflow is checked.
//
// Double entry: every movement takes an amount from one phase and gives it to
// another, and the phases of an account always add up to nothing. The first
// part of the table is the budget, the second the State's money itself.
//
//   type         from         to            on
//   GRANT        grantor      unallotted    envelope
//   REDUCE       unallotted   grantor       envelope
//   CARRY_OUT    unallotted   carried       envelope
//   CARRY_IN     carried      unallotted    envelope
//   LAPSE        unallotted   lapsed        envelope
//   ALLOT        unallotted   available     envelope, line
//   DEALLOT      available    unallotted    envelope, line
//   RESERVE      available    reserved      envelope, line
//   RELEASE      reserved     available     envelope, line
//   SPEND        available    spent         envelope, line
//   UNSPEND      spent        available     envelope, line
//   CLAIM        spent        claimed       envelope, line
//   UNCLAIM      claimed      spent         envelope, line
//   ACCEPT       claimed      accepted      envelope, line
//   REJECT       claimed      ineligible    envelope, line
//   PAY_ADVANCE  treasury     held          envelope
//   PAY_BALANCE  treasury     held          envelope
//   DEMAND       held         owed          envelope
//   RECOVER      owed         returned      envelope
//
// The last part takes back what was recorded by mistake:
//
//   UNPAY_ADVANCE  held       treasury      envelope
//   UNPAY_BALANCE  held       treasury      envelope
//   UNDEMAND       owed       held          envelope
//   UNRECOVER      returned   owed          envelope
//   UNLAPSE        lapsed     unallotted    envelope
//   UNCARRY_OUT    carried    unallotted    envelope
//   UNCARRY_IN     unallotted carried       envelope
//   UNACCEPT       accepted   claimed       envelope, line
//   UNREJECT       ineligible claimed       envelope, line
//
// A line has no unallotted phase of its own: its allotment comes from outside,
// so for a line the giver of ALLOT is "unallotted" with a negative balance. An
// envelope's allotted, reserved, spent, claimed and decided amounts are the
// sums over its lines. Figures of Balances are totals: `spent` includes what
// was claimed of it, `claimed` what was decided.
#ifndef SERVICES_CONVENTIONS_LEDGER_RULES_H_
#define SERVICES_CONVENTIONS_LEDGER_RULES_H_

#include <algorithm>
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
  int64_t claimed_cents = 0;
  int64_t accepted_cents = 0;
  int64_t ineligible_cents = 0;
  // Envelopes only.
  int64_t reduced_cents = 0;
  int64_t carried_in_cents = 0;
  int64_t carried_out_cents = 0;
  int64_t lapsed_cents = 0;
  int64_t advance_cents = 0;
  int64_t balance_cents = 0;
  int64_t demanded_cents = 0;
  int64_t recovered_cents = 0;

  // All exact for balances that CheckInvariants accepts.

  // What an envelope has to distribute in all.
  int64_t usable_cents() const {
    return allocated_cents + carried_in_cents - carried_out_cents -
           lapsed_cents;
  }
  // Below zero when a reduction took what lines hold.
  int64_t unallotted_cents() const { return usable_cents() - allotted_cents; }
  // Allotted and neither reserved nor spent.
  int64_t available_cents() const {
    return allotted_cents - reserved_cents - spent_cents;
  }
  // Of an envelope: granted and neither reserved nor spent. Below zero in a
  // shortfall.
  int64_t uncommitted_cents() const {
    return usable_cents() - reserved_cents - spent_cents;
  }
  // What the State owes in the end: what it accepted, and never more than it
  // grants after a reduction.
  int64_t due_cents() const { return std::min(accepted_cents, usable_cents()); }
  // Received from the State and not asked back.
  int64_t held_cents() const {
    return advance_cents + balance_cents - demanded_cents;
  }
  int64_t recoverable_cents() const { return demanded_cents - recovered_cents; }
  bool operator==(const Balances&) const = default;
};

enum class AccountKind { kEnvelope, kLine };

// Where a SPEND goes; part of `spent`, never new money.
enum class SpendRoute { kExpense, kZoneProject, kZoneDeduction };

// One movement on a line and its envelope, or on an envelope alone.
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

// The same sums without asking what must hold after them: of movements that are
// not all there, since some count from a later day or were recorded later.
// INTERNAL / LEDGER_INVARIANT on an overflow and on an unknown movement.
absl::StatusOr<Balances> Add(const Balances& before, const Movement& movement);

// INTERNAL / LEDGER_INVARIANT unless nothing is below zero, reserved + spent <=
// allotted, what went to the zone <= spent, claimed <= spent, accepted +
// ineligible <= claimed, recovered <= demanded <= received and, for an
// envelope, allotted <= what it had before any reduction. A line has none of
// what is for envelopes only.
absl::Status CheckInvariants(AccountKind kind, const Balances& balances);

// INTERNAL / LEDGER_INVARIANT unless exactly `movement.amount_cents` left the
// phase that the table above gives and reached the other, and no other phase
// changed.
absl::Status CheckDoubleEntry(AccountKind kind, const Balances& before,
                              const Balances& after, const Movement& movement);

// Decisions. Each answers the movements to post, or the refusal with the
// figures that explain it. `amount_cents` is above zero. Nothing new is taken
// from a line whose envelope has not as much: FAILED_PRECONDITION /
// ENVELOPE_SHORTFALL, after a reduction only.

// FAILED_PRECONDITION / ENVELOPE_EXCEEDED, naming `field`.
absl::StatusOr<Movements> Allot(const Balances& envelope, int64_t amount_cents,
                                const char* field);

// FAILED_PRECONDITION / ALLOTMENT_EXCEEDED, ENVELOPE_SHORTFALL, naming `field`.
absl::StatusOr<Movements> Reserve(const Balances& line,
                                  const Balances& envelope,
                                  int64_t amount_cents, const char* field);

// The whole of a reservation.
Movements Release(int64_t reserved_cents);

// From what is available. FAILED_PRECONDITION / ALLOTMENT_EXCEEDED,
// ENVELOPE_SHORTFALL.
absl::StatusOr<Movements> Spend(const Balances& line, const Balances& envelope,
                                int64_t amount_cents, SpendRoute route);

// Ends a reservation of `reserved_cents`: what the expense leaves of it is
// released. FAILED_PRECONDITION / RESERVATION_EXCEEDED.
absl::StatusOr<Movements> SpendReserved(const Balances& line,
                                        int64_t reserved_cents,
                                        int64_t amount_cents, SpendRoute route);

// All or part of what was spent by `route` and stands in no claim: a
// correction, or a payment that came back. FAILED_PRECONDITION /
// EXPENSE_CLAIMED when the line has less of it.
absl::StatusOr<Movements> Unspend(const Balances& line, int64_t amount_cents,
                                  SpendRoute route = SpendRoute::kExpense);

Balances FromRecord(const v1::AccountRecord& record);
v1::AccountRecord ToRecord(const Balances& balances);
v1::Position ToPosition(AccountKind kind, const Balances& balances);

}  // namespace entente::conventions

#endif  // SERVICES_CONVENTIONS_LEDGER_RULES_H_
