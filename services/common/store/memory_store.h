// The store in a std::map: what the others are compared with. Nothing in it
// outlives the process.
#ifndef SERVICES_COMMON_STORE_MEMORY_STORE_H_
#define SERVICES_COMMON_STORE_MEMORY_STORE_H_

#include <memory>

#include "services/common/store/store.h"

namespace entente::store {

std::unique_ptr<Store> NewMemoryStore();

}  // namespace entente::store

#endif  // SERVICES_COMMON_STORE_MEMORY_STORE_H_
