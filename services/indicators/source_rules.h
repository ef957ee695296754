// Sources: how they are named, and in whose name an account may deliver. Pure;
// asked by IngestService, PeriodService and the access matrix (tests/access).
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

// The other way in: whoever delivers or confirms for a source is somebody, and
// is not that source. `field` holds the source. Errors: PERMISSION_DENIED /
// ON_BEHALF_NEEDS_ACCOUNT; FAILED_PRECONDITION / SOURCE_IS_YOURS.
absl::Status CheckOnBehalf(const std::string& subject,
                           const std::string& source, const std::string& field);

// FAILED_PRECONDITION / SOURCE_DELIVERS_ITSELF with `source`.
absl::Status SourceDeliversItself(const std::string& source);
// FAILED_PRECONDITION / SOURCE_UNKNOWN with `source`.
absl::Status SourceUnknown(const std::string& source);
// FAILED_PRECONDITION / SESSION_ON_BEHALF.
absl::Status SessionOnBehalf();
// FAILED_PRECONDITION / SESSION_OF_ANOTHER.
absl::Status SessionOfAnother();
// INVALID_ARGUMENT / SOURCE_INVALID.
absl::Status SourceInvalid(const std::string& field);

}  // namespace entente::indicators

#endif  // SERVICES_INDICATORS_SOURCE_RULES_H_
