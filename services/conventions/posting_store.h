// The postings of a budget: what reserves, releases and spends, one function
// each. A refusal changes nothing but what had expired on the line, so that the
// next posting of a batch can follow it; an INTERNAL or DATA_LOSS error must
// fail the transaction.
#ifndef SERVICES_CONVENTIONS_POSTING_STORE_H_
#define SERVICES_CONVENTIONS_POSTING_STORE_H_

#include <utility>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "entente/conventions/v1/ledger.pb.h"
#include "entente/conventions/v1/regulation.pb.h"
#include "services/conventions/budget_rules.h"
#include "services/conventions/ledger_rules.h"
#include "services/conventions/ledger_store.h"

namespace entente::conventions {

// What was posted, and its line after it.
template <class Resource>
struct Posted {
  Resource resource;
  Balances line;

  // The resource with the position of its line: the reply of a single call.
  Resource Reply() && {
    *resource.mutable_line_position() = ToPosition(AccountKind::kLine, line);
    return std::move(resource);
  }
};

// Every refusal carries the figures of the line.

// `asked` is what the request says of the reservation. Errors: NOT_FOUND,
// INVALID_ARGUMENT / EXPIRE_DATE_PASSED, those of Reserve.
absl::StatusOr<Posted<v1::Reservation>> PostReservation(
    Ledger& ledger, const NewReservation& wanted, const v1::Reservation& asked,
    absl::Time now);

// Errors: NOT_FOUND naming `field`, FAILED_PRECONDITION / RESERVATION_ENDED.
absl::StatusOr<Posted<v1::Reservation>> PostVoid(Ledger& ledger,
                                                 const NumberedName& name,
                                                 const char* field,
                                                 absl::Time now);

// What decides about an expense besides its amounts.
struct ExpenseRules {
  // A refusal may name earlier charges to the evidence.
  bool may_name = false;
  const std::vector<v1::RegulationProfile>& profiles;
};

// Errors: NOT_FOUND, DATE_IN_FUTURE, SERVICE_DATE_OUTSIDE_TERM (not of a
// reservation that is posted in a year which an amendment took out of the
// term), those of Spend, SpendReserved, DecideCharge and CheckProof,
// FAILED_PRECONDITION / RESERVATION_ENDED, INVALID_ARGUMENT / RESERVATION_LINE.
absl::StatusOr<Posted<v1::Expense>> PostExpense(Ledger& ledger,
                                                const NewExpense& wanted,
                                                const v1::Expense& asked,
                                                const ExpenseRules& rules,
                                                absl::Time now);

}  // namespace entente::conventions

#endif  // SERVICES_CONVENTIONS_POSTING_STORE_H_
