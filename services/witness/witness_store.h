// The folder of a witness: its key and what it cosigned.
//
// In the store, beside the records of witness.h:
//   0x02  ->  empty; the store was founded before there was a key
#ifndef SERVICES_WITNESS_WITNESS_STORE_H_
#define SERVICES_WITNESS_WITNESS_STORE_H_

#include <memory>
#include <string>

#include "absl/status/statusor.h"
#include "services/common/base/error.h"
#include "services/common/store/rocksdb_store.h"
#include "services/common/store/store.h"

namespace entente::witness {

inline constexpr char kKeyFile[] = "witness.key";

// Whose files these are, in errors of store/durable_file.h.
const Sentence& OfWitness();

// Opens the store in folder `data`, both made when there is no key yet. With a
// key, only the store that was founded before it will do: an empty one has
// forgotten what was cosigned, and would cosign anything. Errors:
// FAILED_PRECONDITION / WITNESS_STORE_LOST; those of OpenRocksdbStore.
absl::StatusOr<std::unique_ptr<store::Store>> OpenWitnessStore(
    const std::string& data, const store::StoreOptions& options = {});

}  // namespace entente::witness

#endif  // SERVICES_WITNESS_WITNESS_STORE_H_
