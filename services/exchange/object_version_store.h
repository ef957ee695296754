// Which version of an object an entry of the access log speaks of.
#ifndef SERVICES_EXCHANGE_OBJECT_VERSION_STORE_H_
#define SERVICES_EXCHANGE_OBJECT_VERSION_STORE_H_

#include <cstdint>
#include <string>

#include "services/common/store/store.h"

namespace entente::exchange {

// Of the resource name `object`: 1 for a case as it was opened and one more for
// each entry, for its rights too; what a meeting's etag says. 0 for any other
// name, and for what is not there or cannot be read.
int64_t ObjectVersion(const store::Reader& reader, const std::string& object);

}  // namespace entente::exchange

#endif  // SERVICES_EXCHANGE_OBJECT_VERSION_STORE_H_
