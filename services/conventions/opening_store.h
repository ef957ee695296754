// Envelopes that an amendment opens: each a budget change of type GRANT whose
// entry is the first of its envelope, in the transaction that makes the new
// version.
#ifndef SERVICES_CONVENTIONS_OPENING_STORE_H_
#define SERVICES_CONVENTIONS_OPENING_STORE_H_

#include <vector>

#include "absl/status/status.h"
#include "absl/time/time.h"
#include "entente/conventions/v1/amendment.pb.h"
#include "entente/conventions/v1/regulation.pb.h"
#include "services/common/store/store.h"
#include "services/conventions/name_rules.h"

namespace entente::conventions {

// Gives each opening of `amendment` the name of the budget change that will
// post it: before the version is made, which holds it.
absl::Status NameOpenings(store::Transaction& transaction,
                          const ConventionName& name, v1::Amendment& amendment);

// Records and posts what NameOpenings named, for the amendment's effective
// date. The version is made already. Errors: FAILED_PRECONDITION /
// ENVELOPE_OUTSIDE_TERM when a later amendment takes the year out of the term.
absl::Status PostOpenings(store::Transaction& transaction,
                          const ConventionName& name,
                          const v1::Amendment& amendment, absl::Time now);

// Writes into `amendment` the envelopes that it opened, as they stand: for the
// reply alone.
absl::Status AddOpened(const store::Reader& reader,
                       const std::vector<v1::RegulationProfile>& profiles,
                       v1::Amendment& amendment);

}  // namespace entente::conventions

#endif  // SERVICES_CONVENTIONS_OPENING_STORE_H_
