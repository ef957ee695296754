// Random names: 16 bytes of OpenSSL's generator as 32 lower-case hex digits.
#ifndef SERVICES_EXCHANGE_RANDOM_ID_H_
#define SERVICES_EXCHANGE_RANDOM_ID_H_

#include <string>

#include "absl/status/statusor.h"

namespace entente::exchange {

// Errors: UNAVAILABLE when the generator fails; nothing guessable is made.
absl::StatusOr<std::string> NewRandomId();

}  // namespace entente::exchange

#endif  // SERVICES_EXCHANGE_RANDOM_ID_H_
