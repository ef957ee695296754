// The version of what a store holds, kept in the store itself.
#ifndef SERVICES_COMMON_STORE_SCHEMA_H_
#define SERVICES_COMMON_STORE_SCHEMA_H_

#include "absl/status/status.h"
#include "services/common/store/rocksdb_store.h"

namespace entente::store {

// Stamps a new store, migrates an older one step by step (each ends with a
// transaction of its own, version included, so that it runs once), refuses a
// newer one.
// Errors: FAILED_PRECONDITION / STORE_NEWER, STORE_MIGRATION_MISSING; those of
// a migration.
absl::Status BringToSchema(Store& store, const StoreOptions& options);

}  // namespace entente::store

#endif  // SERVICES_COMMON_STORE_SCHEMA_H_
