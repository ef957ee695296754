#include "services/common/audit/resolution_rules.h"

#include "services/common/audit/resolution_errors.h"

namespace entente::audit {

absl::Status CheckMayRequest(const ResolutionParty& party) {
  return party.is_person ? absl::OkStatus() : PersonNeeded();
}

absl::Status CheckMayApprove(const ResolutionParty& party) {
  if (!party.is_person) return PersonNeeded();
  return party.is_requester ? SecondPersonNeeded() : absl::OkStatus();
}

absl::Status CheckMayRead(const ResolutionParty& party) {
  if (!party.is_person) return PersonNeeded();
  return party.is_requester || party.is_approver ? absl::OkStatus()
                                                 : NotYours();
}

}  // namespace entente::audit
