// Which version of keys and records this service writes, and how a store of
// before comes to it.
#ifndef SERVICES_INDICATORS_SCHEMA_STORE_H_
#define SERVICES_INDICATORS_SCHEMA_STORE_H_

#include "absl/status/status.h"
#include "services/common/store/rocksdb_store.h"
#include "services/common/store/store.h"

namespace entente::indicators {

// What every program opens a store of this service with.
//
//   1  nothing is known of sources by month
//   2  a SourceMonthRecord counts the events of each source and month
store::StoreOptions StoreOptions();

// From version 1: counts the stored events of each source and month, so that
// what is delivered next has something to add to. When they were delivered is
// not known any more. DATA_LOSS.
absl::Status CountSourceMonths(store::Transaction& transaction);

}  // namespace entente::indicators

#endif  // SERVICES_INDICATORS_SCHEMA_STORE_H_
