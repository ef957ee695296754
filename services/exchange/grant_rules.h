// Rules of the rights to a case: what a request must say, how the API's grant
// and the stored tuple correspond. Pure. The service reports what these find
// only after the object was permitted.
#ifndef SERVICES_EXCHANGE_GRANT_RULES_H_
#define SERVICES_EXCHANGE_GRANT_RULES_H_

#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "absl/time/civil_time.h"
#include "entente/exchange/v1/case.pb.h"
#include "entente/exchange/v1/case_service.pb.h"
#include "services/common/access/decide.h"
#include "services/exchange/name_rules.h"

namespace entente::exchange {

// Characters, as the proto comments promise.
inline constexpr int kGrantReasonCharactersMax = 200;
// Purposes of one grant: the list is closed and shorter than this.
inline constexpr int kGrantPurposesMax = 4;
// Rows of a page of ListCaseGrants, and of ListOfficeHolders.
inline constexpr int kGrantsPageDefault = 100;
inline constexpr int kGrantsPageMax = 500;

// Who gives a right, as decided on the state of the case.
struct Grantor {
  std::string person;
  // Last day of the grantor's own right.
  absl::CivilDay until;
  bool may_forbid = false;
  // Holds, or will hold, the office that the right is for.
  bool is_in_office = false;
};

// Errors: PERMISSION_DENIED / SELF_GRANT, CHAIR_REQUIRED (to forbid);
// INVALID_ARGUMENT: SUBJECT_REQUIRED, PERSON_INVALID, OFFICE_UNKNOWN,
// RELATION_REQUIRED, RELATION_RESERVED (the chair's), FORBID_NEEDS_PERSON,
// PURPOSE_UNKNOWN, TOO_MANY_PURPOSES, DATE_INVALID,
// GRANT_ENDS_BEFORE_IT_BEGINS, GRANT_TOO_LONG, GRANT_ALREADY_OVER,
// GRANT_OUTLIVES_GRANTOR, those of ValidateLine, REQUEST_ID_INVALID.
absl::Status ValidateCreateCaseGrant(const v1::CreateCaseGrantRequest& request,
                                     const Grantor& grantor,
                                     absl::CivilDay today);

// Errors: INVALID_ARGUMENT: those of ValidateLine, REQUEST_ID_INVALID.
absl::Status ValidateRevokeCaseGrant(const v1::RevokeCaseGrantRequest& request);

// Whether the grant called `name`, among all of its case, may be withdrawn.
// `is_chair`: the caller may withdraw what is guarded. OK when there is none of
// that name: the store says so. Errors: PERMISSION_DENIED / CHAIR_REQUIRED,
// FAILED_PRECONDITION / GRANT_IS_LAST when nobody could give a right after it.
absl::Status CheckRevoke(const std::vector<access::Grant>& grants,
                         absl::string_view name, bool is_chair,
                         absl::CivilDay today);

// The right that opening a case gives to the chair's office.
access::Grant OpeningGrant(const RecordName& name, absl::CivilDay today);

// The tuple to store, without name, grantor and time; and the answer.
access::Grant ToTuple(const RecordName& name, const v1::CaseGrant& sent);
v1::CaseGrant ToAnswer(const access::Grant& grant);

}  // namespace entente::exchange

#endif  // SERVICES_EXCHANGE_GRANT_RULES_H_
