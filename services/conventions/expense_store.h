// What became of an expense since it was posted; the expense never changes.
#ifndef SERVICES_CONVENTIONS_EXPENSE_STORE_H_
#define SERVICES_CONVENTIONS_EXPENSE_STORE_H_

#include <cstdint>
#include <map>

#include "absl/status/statusor.h"
#include "services/common/store/store.h"
#include "services/conventions/name_rules.h"

namespace entente::conventions {

// Cents taken back by corrections of the expense with this number; 0 when it
// was never corrected.
absl::StatusOr<int64_t> CorrectedOf(const store::Reader& reader,
                                    const ConventionName& convention,
                                    int64_t number);

// Of every corrected expense of a convention, by its number.
absl::StatusOr<std::map<int64_t, int64_t>> AllCorrected(
    const store::Reader& reader, const ConventionName& convention);

void PutCorrected(store::Transaction& transaction,
                  const ConventionName& convention, int64_t number,
                  int64_t cents);

}  // namespace entente::conventions

#endif  // SERVICES_CONVENTIONS_EXPENSE_STORE_H_
