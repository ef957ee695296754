// Errors that several rules of exchange share. Pure.
#ifndef SERVICES_EXCHANGE_ERROR_RULES_H_
#define SERVICES_EXCHANGE_ERROR_RULES_H_

#include <string>

#include "absl/status/status.h"
#include "services/common/base/error.h"

namespace entente::exchange {

// INVALID_ARGUMENT with `reason` at `field`.
absl::Status Invalid(const std::string& reason, const std::string& field,
                     Sentence sentence);

// PERMISSION_DENIED with `reason` at `field`.
absl::Status NotAllowed(const std::string& reason, const std::string& field,
                        Sentence sentence);

// INVALID_ARGUMENT: a choice of a closed list was left open, or is a number
// that the list does not hold.
absl::Status Choose(const std::string& reason, const std::string& field);

}  // namespace entente::exchange

#endif  // SERVICES_EXCHANGE_ERROR_RULES_H_
