// Between a dossier that is handed in and the books it was made from: what is
// frozen is what stands there, and what was handed in waits there, unchanged,
// for the State's answer.
#ifndef SERVICES_CONVENTIONS_HANDED_IN_STORE_H_
#define SERVICES_CONVENTIONS_HANDED_IN_STORE_H_

#include <vector>

#include "absl/status/status.h"
#include "entente/conventions/v1/claim.pb.h"
#include "services/common/store/store.h"
#include "services/conventions/claim_rules.h"
#include "services/conventions/name_rules.h"
#include "services/conventions/submission_content_rules.h"

namespace entente::conventions {

// That the envelopes and claims of the year are as `content` says, all of them
// and no others. FAILED_PRECONDITION / DOSSIER_OUTDATED naming the first that
// is not; INVALID_ARGUMENT / DOSSIER_YEAR.
absl::Status CheckAgainstBooks(const store::Reader& reader,
                               const ConventionName& name, int year,
                               const DossierContent& content);

// That no dossier holds the claim and waits for an answer, or for a person to
// enter the answer. FAILED_PRECONDITION / CLAIM_HANDED_IN.
absl::Status CheckNotHandedIn(const store::Reader& reader,
                              const NumberedName& claim);

// That a decision on the claim was entered by hand, and that no dossier holds
// it: one that waits is FAILED_PRECONDITION / CLAIM_HANDED_IN, one whose answer
// was entered CLAIM_ANSWERED.
absl::Status CheckDecidedByHand(const store::Reader& reader,
                                const NumberedName& claim);

// That the claim of `verdict` stands in the books line by line as in `frozen`,
// about which the State decided. FAILED_PRECONDITION / CLAIM_NOT_AS_HANDED_IN.
absl::Status CheckAsFrozen(const store::Reader& reader,
                           const ClaimVerdict& verdict,
                           const std::vector<v1::Claim>& frozen);

}  // namespace entente::conventions

#endif  // SERVICES_CONVENTIONS_HANDED_IN_STORE_H_
