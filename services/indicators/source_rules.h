// In whose name an account may deliver. Pure; asked by IngestService and by the
// access matrix (tests/access).
#ifndef SERVICES_INDICATORS_SOURCE_RULES_H_
#define SERVICES_INDICATORS_SOURCE_RULES_H_

#include <string>

#include "absl/status/status.h"

namespace entente::indicators {

// A source's events, corrections and sessions are its own: nobody delivers in
// the name of another. `subject` is that of the token, empty for a program
// without a person. Errors: PERMISSION_DENIED / SOURCE_NOT_YOURS.
absl::Status CheckSource(const std::string& subject, const std::string& source);

}  // namespace entente::indicators

#endif  // SERVICES_INDICATORS_SOURCE_RULES_H_
