// Whose data a store holds: a municipality's conventions and what it handed in,
// or what the State took in.
#ifndef SERVICES_CONVENTIONS_INSTALLATION_STORE_H_
#define SERVICES_CONVENTIONS_INSTALLATION_STORE_H_

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "services/common/store/store.h"

namespace entente::conventions {

// That the store is none of the other kind of installation, whose key would
// sign under two names and whose records would be answered as one's own. An
// empty one is anybody's. FAILED_PRECONDITION / INSTALLATION_OTHER.
absl::Status CheckInstallation(const store::Reader& reader, bool is_state);

// Whether anything was handed in or taken in here, and so signed.
absl::StatusOr<bool> HasSigned(const store::Reader& reader);

}  // namespace entente::conventions

#endif  // SERVICES_CONVENTIONS_INSTALLATION_STORE_H_
