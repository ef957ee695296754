// Later decisions of the State on lines of a claim: what it accepts less after
// a control, or more after an objection. Pure.
//
// The line says what is decided now; each revision keeps how it stood before,
// so that nothing of what was ever decided is lost.
#ifndef SERVICES_CONVENTIONS_CLAIM_REVISION_RULES_H_
#define SERVICES_CONVENTIONS_CLAIM_REVISION_RULES_H_

#include <cstdint>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "entente/conventions/v1/claim_revision_service.pb.h"
#include "google/type/date.pb.h"
#include "services/conventions/claim_rules.h"
#include "services/conventions/name_rules.h"

namespace entente::conventions {

// Of one claim, kept beside it.
inline constexpr int kRevisionsMax = 50;

struct NewRevision {
  struct Line {
    std::string source;
    int64_t accepted_cents = 0;
    std::string reason;
  };

  NumberedName claim;
  std::vector<Line> lines;
  google::type::Date date;
  std::string reference;
};

// Errors: INVALID_ARGUMENT as in budget_rules.h, and CLAIM_LINE_TWICE.
absl::StatusOr<NewRevision> ValidateCreateClaimRevision(
    const v1::CreateClaimRevisionRequest& request);

// By budget line, what passes from accepted to ineligible, and back.
struct Revised {
  CentsByLine less;
  CentsByLine more;
};

// Decides the lines of `claim` anew, writes into `revision` how they stood, and
// answers what moves. `claim` and `revision` are unchanged on error. The state
// is for whoever settles the envelope. Errors: CLAIM_LINE_UNKNOWN,
// CLAIM_LINE_UNDECIDED, DECISION_UNCHANGED, DECISION_AMOUNT, DATE_IN_FUTURE,
// UNDO_BEFORE_UNDONE.
absl::StatusOr<Revised> Revise(const NewRevision& wanted,
                               const google::type::Date& today,
                               v1::Claim& claim, v1::ClaimRevision& revision);

// FAILED_PRECONDITION / REVISIONS_TOO_MANY.
absl::Status RevisionsTooMany(const v1::Claim& claim);

// FAILED_PRECONDITION / CLAIM_LINE_REVISED: the decision is no mistake of entry
// any more, since the State has revised it.
absl::Status ClaimLineRevised(const v1::Claim& claim, const std::string& source,
                              const std::string& revision);

}  // namespace entente::conventions

#endif  // SERVICES_CONVENTIONS_CLAIM_REVISION_RULES_H_
