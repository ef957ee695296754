// Which two persons a resolution takes, beside the permission. Pure; asked by
// AuditService and by the access matrix (tests/access).
#ifndef SERVICES_COMMON_AUDIT_RESOLUTION_RULES_H_
#define SERVICES_COMMON_AUDIT_RESOLUTION_RULES_H_

#include "absl/status/status.h"

namespace entente::audit {

// Who a caller is to one resolution.
struct ResolutionParty {
  // A token names a person; false for a program that speaks for itself.
  bool is_person = false;
  bool is_requester = false;
  bool is_approver = false;
};

// Errors: AUDIT_PERSON_NEEDED.
absl::Status CheckMayRequest(const ResolutionParty& party);
// Errors: AUDIT_PERSON_NEEDED, AUDIT_SECOND_PERSON_NEEDED.
absl::Status CheckMayApprove(const ResolutionParty& party);
// The statement. Errors: AUDIT_PERSON_NEEDED, AUDIT_NOT_YOURS.
absl::Status CheckMayRead(const ResolutionParty& party);

}  // namespace entente::audit

#endif  // SERVICES_COMMON_AUDIT_RESOLUTION_RULES_H_
