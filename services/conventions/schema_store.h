// Which version of keys and records this service writes, and how a store of
// before comes to it.
#ifndef SERVICES_CONVENTIONS_SCHEMA_STORE_H_
#define SERVICES_CONVENTIONS_SCHEMA_STORE_H_

#include "absl/status/status.h"
#include "services/common/store/rocksdb_store.h"
#include "services/common/store/store.h"

namespace entente::conventions {

// What every program opens a store of this service with.
//
//   1  evidence does not say how many charges it has
//   2  evidence.charge_count is the number of its last charge
//   3  every decided claim stands as what its envelope received makes of it,
//      after a change of the grant too
//   4  changes adopt profiles and translate nodes, signatures name their copy,
//      organisations keep what was said of them, dotations and their keys are
//      counted; a program of before would read past all that
store::StoreOptions StoreOptions();

// From version 1: counts the charges of all evidence, so that the next does not
// take the place of the first. DATA_LOSS.
absl::Status CountCharges(store::Transaction& transaction);

// From version 2: settles the claims of every envelope once, as a change of its
// grant does now. DATA_LOSS.
absl::Status SettleOldClaims(store::Transaction& transaction);

// From version 3: counts the dotations and keys of each municipality, if there
// are any; nothing else is written otherwise than it was. DATA_LOSS.
absl::Status CountDotations(store::Transaction& transaction);

}  // namespace entente::conventions

#endif  // SERVICES_CONVENTIONS_SCHEMA_STORE_H_
