// Which version of an object an entry of the access log speaks of.
#ifndef SERVICES_CONVENTIONS_OBJECT_VERSION_STORE_H_
#define SERVICES_CONVENTIONS_OBJECT_VERSION_STORE_H_

#include <cstdint>
#include <string>

#include "absl/strings/string_view.h"
#include "services/common/store/store.h"

namespace entente::conventions {

// Of a convention or whatever its resource name `object` names below it. A call
// of `method` ("entente.conventions.v1.XService/Y") about money speaks of the
// ledger: the sequence of its last entry, which fixes every balance. One about
// a dossier that was handed in speaks of that: the number in its etag. Any
// other call speaks of the convention: its version. 0 for any other name, and
// for what is not there or cannot be read.
int64_t ObjectVersion(const store::Reader& reader, absl::string_view method,
                      absl::string_view object);

}  // namespace entente::conventions

#endif  // SERVICES_CONVENTIONS_OBJECT_VERSION_STORE_H_
