// Sources: how they are named, and in whose name an account may deliver. Pure;
// asked by IngestService and by the access matrix (tests/access).
#ifndef SERVICES_INDICATORS_SOURCE_RULES_H_
#define SERVICES_INDICATORS_SOURCE_RULES_H_

#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"

namespace entente::indicators {

struct SourceName {
  std::string municipality;
  std::string source;
};
// "municipalities/{refnis}/sources/{source}". Errors: INVALID_ARGUMENT /
// NAME_INVALID at `field`.
absl::StatusOr<SourceName> ParseSource(absl::string_view name,
                                       const std::string& field);

// A source's events, corrections and sessions are its own: nobody delivers in
// the name of another. `subject` is that of the token, empty for a program
// without a person. Errors: PERMISSION_DENIED / SOURCE_NOT_YOURS.
absl::Status CheckSource(const std::string& subject, const std::string& source);

}  // namespace entente::indicators

#endif  // SERVICES_INDICATORS_SOURCE_RULES_H_
