// A payment of the municipal accounts that is posted a second time: two
// colleagues import the same export, or somebody types in what a colleague has
// posted.
#ifndef SERVICES_CONVENTIONS_SAME_EXPENSE_STORE_H_
#define SERVICES_CONVENTIONS_SAME_EXPENSE_STORE_H_

#include "absl/status/status.h"
#include "entente/conventions/v1/ledger.pb.h"
#include "services/common/store/store.h"
#include "services/conventions/budget_rules.h"

namespace entente::conventions {

// OK unless an expense that names a mandate stands already, uncorrected or in
// part: on the same line, by the same document and mandate of the fiscal year,
// with the same amount, day of service and description. ALREADY_EXISTS /
// EXPENSE_EXISTS with its name. Reads the charges of the document, once.
absl::Status CheckNotPosted(const store::Reader& reader,
                            const NewExpense& wanted, const v1::Expense& asked);

}  // namespace entente::conventions

#endif  // SERVICES_CONVENTIONS_SAME_EXPENSE_STORE_H_
