// Rules of cases, entries and grants: what a request must say. Pure. The
// service reports what these find only after Decide permitted the object.
#ifndef SERVICES_EXCHANGE_CASE_RULES_H_
#define SERVICES_EXCHANGE_CASE_RULES_H_

#include <string>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "absl/time/civil_time.h"
#include "entente/exchange/v1/case.pb.h"
#include "entente/exchange/v1/case_service.pb.h"

namespace entente::exchange {

// Limits, as the proto comments promise them; lengths in characters.
inline constexpr int kOriginCharactersMax = 100;
inline constexpr int kPurposeCharactersMax = 200;
inline constexpr int kLegalBasisCharactersMax = 200;
inline constexpr int kEntryCharactersMax = 4000;
inline constexpr int kGrantReasonCharactersMax = 200;
// Bytes; OpenID Connect Core 1.0, section 2.
inline constexpr int kPersonBytesMax = 255;
// A grant lasts at most this many years.
inline constexpr int kGrantYearsMax = 2;
// The right that opening a case gives lasts this many years: it must be
// renewed by somebody else who may, so that no right lives on unseen.
inline constexpr int kOpeningGrantYears = 2;
// GetCase answers with all entries: 200 of 4000 characters stay under the 4 MiB
// that gRPC clients receive by default.
inline constexpr int kEntriesPerCaseMax = 200;
// Every decision reads the grants of the case, ended ones too.
inline constexpr int kGrantsPerCaseMax = 500;

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

// `grantor` is the person who asks and `grantor_until` the last day of the
// grantor's own right. Errors: PERMISSION_DENIED / SELF_GRANT;
// INVALID_ARGUMENT: PERSON_INVALID, RELATION_REQUIRED, DATE_INVALID,
// GRANT_ENDS_BEFORE_IT_BEGINS, GRANT_TOO_LONG, GRANT_ALREADY_OVER,
// GRANT_OUTLIVES_GRANTOR, those of ValidateLine, REQUEST_ID_INVALID.
absl::Status ValidateCreateCaseGrant(const v1::CreateCaseGrantRequest& request,
                                     absl::string_view grantor,
                                     absl::CivilDay grantor_until,
                                     absl::CivilDay today);

// The grant that opening a case gives to `person`.
v1::CaseGrant OpeningGrant(absl::string_view person, absl::CivilDay today);

}  // namespace entente::exchange

#endif  // SERVICES_EXCHANGE_CASE_RULES_H_
