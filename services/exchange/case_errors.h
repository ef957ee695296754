// What a denied caller is told about a case.
#ifndef SERVICES_EXCHANGE_CASE_ERRORS_H_
#define SERVICES_EXCHANGE_CASE_ERRORS_H_

#include "absl/status/status.h"
#include "services/common/access/decide.h"

namespace entente::exchange {

// NOT_FOUND / CASE_NOT_FOUND, the same bytes for everything hidden or absent,
// whatever was asked; PERMISSION_DENIED / PERSON_REQUIRED, PURPOSE_NOT_ALLOWED,
// OFFICE_NOT_HELD for what does not depend on a case. `decision` is a denial.
absl::Status DenialOf(const access::Decision& decision);

}  // namespace entente::exchange

#endif  // SERVICES_EXCHANGE_CASE_ERRORS_H_
