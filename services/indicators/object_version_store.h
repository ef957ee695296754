// Which version of an object an entry of the access log speaks of.
#ifndef SERVICES_INDICATORS_OBJECT_VERSION_STORE_H_
#define SERVICES_INDICATORS_OBJECT_VERSION_STORE_H_

#include <cstdint>
#include <string>

#include "services/common/store/store.h"

namespace entente::indicators {

// Of the resource name `object`: the last sequence on disk for a session of
// deliveries, the version of the municipality's definitions for a measure, that
// of its periods for a period or exception, the number of a frozen version, the
// version of a rule, of the settings of a measure, of a local measure or of a
// statement, how many figures a context series has, the number of a release's
// state. 0 for any other name, and for what is not there or cannot be read.
int64_t ObjectVersion(const store::Reader& reader, const std::string& object);

}  // namespace entente::indicators

#endif  // SERVICES_INDICATORS_OBJECT_VERSION_STORE_H_
