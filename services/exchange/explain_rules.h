// Rules of explaining the access of one person to one case: what a request must
// say, and the answer as a message. Pure. The decision itself is CaseRight's.
#ifndef SERVICES_EXCHANGE_EXPLAIN_RULES_H_
#define SERVICES_EXCHANGE_EXPLAIN_RULES_H_

#include "absl/status/statusor.h"
#include "absl/time/civil_time.h"
#include "entente/exchange/v1/case_service.pb.h"
#include "services/common/access/decide.h"
#include "services/exchange/decide_rules.h"

namespace entente::exchange {

// What the person of the request would ask of the case; the object is added
// where it is decided. Errors, INVALID_ARGUMENT: PERSON_INVALID,
// ASKED_REQUIRED, METHOD_UNKNOWN (none of CaseService, or the opening of a
// case), ACTION_UNKNOWN, PURPOSE_UNKNOWN.
absl::StatusOr<access::Question> QuestionAbout(
    const v1::ExplainCaseAccessRequest& request, absl::CivilDay today);

// `question` as it was decided in `right`. Whoever may not read offices is told
// of an office only where nothing else permits, and not until when: who holds
// it today is no secret among those who may ask, its terms are.
v1::CaseAccessExplanation ToExplanation(
    const v1::ExplainCaseAccessRequest& request,
    const access::Question& question, const CaseRight& right,
    bool may_read_offices);

}  // namespace entente::exchange

#endif  // SERVICES_EXCHANGE_EXPLAIN_RULES_H_
