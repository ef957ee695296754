// Rules of offices and their holders: what a request must say. Pure.
#ifndef SERVICES_EXCHANGE_OFFICE_RULES_H_
#define SERVICES_EXCHANGE_OFFICE_RULES_H_

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "absl/time/civil_time.h"
#include "entente/exchange/v1/office_service.pb.h"

namespace entente::exchange {

// Characters, as the proto comments promise.
inline constexpr int kHolderReasonCharactersMax = 200;

// `appointer` is the person who asks. Errors: PERMISSION_DENIED /
// SELF_APPOINTMENT; INVALID_ARGUMENT: NAME_INVALID, PERSON_INVALID,
// DATE_INVALID, HOLDING_ENDS_BEFORE_IT_BEGINS, HOLDING_TOO_LONG,
// HOLDING_ALREADY_OVER, those of ValidateLine.
absl::Status ValidateCreateOfficeHolder(
    const v1::CreateOfficeHolderRequest& request, absl::string_view appointer,
    absl::CivilDay today);

// Errors: INVALID_ARGUMENT: NAME_INVALID, those of ValidateLine.
absl::Status ValidateRevokeOfficeHolder(
    const v1::RevokeOfficeHolderRequest& request);

// Errors: INVALID_ARGUMENT / NAME_INVALID.
absl::Status ValidateOffice(absl::string_view name);

}  // namespace entente::exchange

#endif  // SERVICES_EXCHANGE_OFFICE_RULES_H_
