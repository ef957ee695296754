// What earlier changes of the budget say of a new one.
#ifndef SERVICES_CONVENTIONS_BUDGET_CHANGE_STORE_H_
#define SERVICES_CONVENTIONS_BUDGET_CHANGE_STORE_H_

#include <optional>

#include "absl/status/status.h"
#include "entente/conventions/v1/budget_change.pb.h"
#include "entente/conventions/v1/convention.pb.h"
#include "entente/conventions/v1/regulation.pb.h"
#include "google/type/date.pb.h"
#include "services/common/store/store.h"
#include "services/conventions/budget_change_rules.h"

namespace entente::conventions {

// Which rule of the regulation profile (null: none applies) allows `wanted`,
// noted on `change`. Errors: FAILED_PRECONDITION / NO_REGULATION_PROFILE, those
// of AllowedBy.
absl::Status NoteRule(const store::Reader& reader, const NewChange& wanted,
                      const v1::RegulationProfile* profile,
                      v1::BudgetChange& change);

// Nothing counts on an envelope for a day before that of the amendment which
// opened it. INVALID_ARGUMENT / EFFECTIVE_DATE_BEFORE_GRANT.
absl::Status CheckOpenOn(const store::Reader& reader,
                         const v1::Convention& convention,
                         const std::optional<AccountName>& account,
                         const google::type::Date& date);

// What is taken back was done by the day that this counts for. INVALID_ARGUMENT
// / UNDO_BEFORE_UNDONE.
absl::Status CheckUndoes(const store::Reader& reader, const NewChange& wanted,
                         const google::type::Date& date);

}  // namespace entente::conventions

#endif  // SERVICES_CONVENTIONS_BUDGET_CHANGE_STORE_H_
