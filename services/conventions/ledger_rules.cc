#include "services/conventions/ledger_rules.h"

#include "services/common/base/error.h"
#include "services/conventions/ledger_errors.h"

namespace entente::conventions {
namespace {

using v1::LedgerEntry;

// Something new is taken from a line: it must have it, and so must its
// envelope, which has less than its lines after a reduction.
absl::Status CheckMayTake(const Balances& line, const Balances& envelope,
                          int64_t amount_cents, const char* field) {
  if (amount_cents > line.available_cents()) {
    return AllotmentExceeded(line, amount_cents, field);
  }
  if (amount_cents > envelope.uncommitted_cents()) {
    return EnvelopeShortfall(envelope, amount_cents, field);
  }
  return absl::OkStatus();
}

}  // namespace

absl::StatusOr<Movements> Allot(const Balances& envelope, int64_t amount_cents,
                                const char* field) {
  if (amount_cents > envelope.unallotted_cents()) {
    return EnvelopeExceeded(envelope, amount_cents, field);
  }
  return Movements{{LedgerEntry::TYPE_ALLOT, amount_cents}};
}

absl::StatusOr<Movements> Reserve(const Balances& line,
                                  const Balances& envelope,
                                  int64_t amount_cents, const char* field) {
  ENTENTE_RETURN_IF_ERROR(CheckMayTake(line, envelope, amount_cents, field));
  return Movements{{LedgerEntry::TYPE_RESERVE, amount_cents}};
}

Movements Release(int64_t reserved_cents) {
  return {{LedgerEntry::TYPE_RELEASE, reserved_cents}};
}

absl::StatusOr<Movements> Spend(const Balances& line, const Balances& envelope,
                                int64_t amount_cents, SpendRoute route) {
  ENTENTE_RETURN_IF_ERROR(
      CheckMayTake(line, envelope, amount_cents, "expense.amount"));
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

absl::StatusOr<Movements> Unspend(const Balances& line, int64_t amount_cents,
                                  SpendRoute route) {
  if (amount_cents > line.spent_cents - line.claimed_cents) {
    return ExpenseClaimed(line, "", amount_cents);
  }
  return Movements{{LedgerEntry::TYPE_UNSPEND, amount_cents, route}};
}

}  // namespace entente::conventions
