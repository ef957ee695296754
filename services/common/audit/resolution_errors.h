// The refusals around resolutions. Sentences name figures and dates, never a
// person or an object.
#ifndef SERVICES_COMMON_AUDIT_RESOLUTION_ERRORS_H_
#define SERVICES_COMMON_AUDIT_RESOLUTION_ERRORS_H_

#include <cstdint>
#include <string>

#include "absl/status/status.h"
#include "services/common/base/error.h"

namespace entente::audit {

// DATA_LOSS / AUDIT_ATTRIBUTION_ENDED, metadata `year`.
absl::Status AttributionEnded(int year);
// NOT_FOUND / AUDIT_PERSON_UNKNOWN, metadata `year`.
absl::Status PersonUnknown(int year);
// PERMISSION_DENIED / AUDIT_PERSON_NEEDED: a program asks.
absl::Status PersonNeeded();
// PERMISSION_DENIED / AUDIT_SECOND_PERSON_NEEDED: whoever asked approves.
absl::Status SecondPersonNeeded();
// PERMISSION_DENIED / AUDIT_NOT_YOURS: neither asked nor approved.
absl::Status NotYours();
// NOT_FOUND / AUDIT_RESOLUTION_UNKNOWN.
absl::Status ResolutionUnknown();
// ABORTED / AUDIT_RESOLUTION_CHANGED: another etag.
absl::Status ResolutionChanged();
// FAILED_PRECONDITION / AUDIT_RESOLUTION_USED.
absl::Status ResolutionUsed();
// FAILED_PRECONDITION / AUDIT_RESOLUTION_OPEN: nobody approved yet.
absl::Status ResolutionOpen();
// FAILED_PRECONDITION / AUDIT_RESOLUTION_EXPIRED.
absl::Status ResolutionExpired();
// FAILED_PRECONDITION / AUDIT_STATEMENT_TOO_LONG, metadata `entries`,
// `entries_max`.
absl::Status StatementTooLong(int64_t entries, int64_t entries_max);
// INVALID_ARGUMENT / AUDIT_QUESTION_INVALID at `field`.
absl::Status QuestionInvalid(const std::string& field,
                             const Sentence& sentence);

}  // namespace entente::audit

#endif  // SERVICES_COMMON_AUDIT_RESOLUTION_ERRORS_H_
