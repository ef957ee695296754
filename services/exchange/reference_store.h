// What a restricted call names as its occasion, looked up where this store
// holds it.
#ifndef SERVICES_EXCHANGE_REFERENCE_STORE_H_
#define SERVICES_EXCHANGE_REFERENCE_STORE_H_

#include <string>

#include "absl/status/status.h"
#include "services/common/store/store.h"

namespace entente::exchange {

// OK when `reference`, whose form the gate has checked, is a meeting of the
// municipality `refnis` or an item of its agenda that is there; and for
// whatever is kept elsewhere: nothing (a justification was given), a note, a
// review. Errors: INVALID_ARGUMENT / REFERENCE_UNKNOWN; DATA_LOSS.
absl::Status CheckReference(const store::Reader& reader,
                            const std::string& refnis,
                            const std::string& reference);

}  // namespace entente::exchange

#endif  // SERVICES_EXCHANGE_REFERENCE_STORE_H_
