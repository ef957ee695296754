// Rules of cases and entries: what a request must say. Pure. The service
// reports what these find only after Decide permitted the object.
#ifndef SERVICES_EXCHANGE_CASE_RULES_H_
#define SERVICES_EXCHANGE_CASE_RULES_H_

#include "absl/status/status.h"
#include "absl/time/civil_time.h"
#include "entente/exchange/v1/case.pb.h"
#include "entente/exchange/v1/case_service.pb.h"

namespace entente::exchange {

// Limits, as the proto comments promise them; lengths in characters.
inline constexpr int kOriginCharactersMax = 100;
inline constexpr int kPurposeCharactersMax = 200;
inline constexpr int kLegalBasisCharactersMax = 200;
inline constexpr int kEntryCharactersMax = 4000;
// GetCase answers with all entries: 200 of 4000 characters stay under the 4 MiB
// that gRPC clients receive by default.
inline constexpr int kEntriesPerCaseMax = 200;

// Errors, INVALID_ARGUMENT: NAME_INVALID, SUBJECT_STATE_UNKNOWN,
// SUBJECT_STATE_DATE_MISSING (a state is a dated one), DATE_INVALID,
// DATE_IN_FUTURE, REQUEST_ID_INVALID.
absl::Status ValidateCreateCase(const v1::CreateCaseRequest& request,
                                absl::CivilDay today);

// Errors, INVALID_ARGUMENT with the field, never with the text:
// NATURE_REQUIRED, RELIABILITY_REQUIRED, CERTAINTY_REQUIRED,
// HANDLING_CODE_REQUIRED, DATE_INVALID, DATE_IN_FUTURE, those of ValidateLine
// and ValidateContent, REQUEST_ID_INVALID.
absl::Status ValidateCreateFollowUpEntry(
    const v1::CreateFollowUpEntryRequest& request, absl::CivilDay today);

}  // namespace entente::exchange

#endif  // SERVICES_EXCHANGE_CASE_RULES_H_
