// Decisions on lines of a claim that were entered by mistake, and are taken
// back. Pure.
//
// What stands on a decision stays true without it, or is reversed first: no
// balance was received for what is accepted no more, and nothing was asked back
// that a decision can make due again.
#ifndef SERVICES_CONVENTIONS_CLAIM_REVERSAL_RULES_H_
#define SERVICES_CONVENTIONS_CLAIM_REVERSAL_RULES_H_

#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "entente/conventions/v1/claim_service.pb.h"
#include "google/type/date.pb.h"
#include "services/conventions/claim_rules.h"
#include "services/conventions/ledger_rules.h"
#include "services/conventions/name_rules.h"

namespace entente::conventions {

struct ClaimReversal {
  NumberedName name;
  std::vector<std::string> sources;
  google::type::Date date;
  std::string reason;
};

// INVALID_ARGUMENT as in budget_rules.h, and CLAIM_LINE_TWICE.
absl::StatusOr<ClaimReversal> ValidateReverseClaimDecision(
    const v1::ReverseClaimDecisionRequest& request);

// Takes back what was decided of the lines that `wanted` names, moves the state
// back and answers, by budget line, what counts no more; `claim` is unchanged
// on error. Errors: CLAIM_STATE, CLAIM_LINE_UNKNOWN, CLAIM_LINE_UNDECIDED,
// REVERSALS_TOO_MANY, DATE_IN_FUTURE, UNDO_BEFORE_UNDONE.
absl::StatusOr<DecidedByLine> ReverseDecisions(const ClaimReversal& wanted,
                                               const google::type::Date& today,
                                               absl::Time now,
                                               v1::Claim& claim);

// The last day on which something of `claim` was claimed, or a decision taken
// back: it is not withdrawn before.
google::type::Date LastClaimDay(const v1::Claim& claim);

// Whether what was received and asked back of `envelope` stands without the
// decisions in `reversed`. FAILED_PRECONDITION / DECISION_RELIED_ON.
absl::Status CheckNotReliedOn(const Balances& envelope,
                              const DecidedByLine& reversed);

}  // namespace entente::conventions

#endif  // SERVICES_CONVENTIONS_CLAIM_REVERSAL_RULES_H_
