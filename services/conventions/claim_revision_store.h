// Revisions of claims, in the transaction that moves the money they decide.
//
//   0x42 | M | C | claim number | n -> ClaimRevision, the n-th of the claim
//   from
//                                      1; never changed
#ifndef SERVICES_CONVENTIONS_CLAIM_REVISION_STORE_H_
#define SERVICES_CONVENTIONS_CLAIM_REVISION_STORE_H_

#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "entente/conventions/v1/claim_revision_service.pb.h"
#include "entente/conventions/v1/regulation.pb.h"
#include "services/common/store/store.h"
#include "services/conventions/claim_reversal_rules.h"
#include "services/conventions/claim_revision_rules.h"
#include "services/conventions/name_rules.h"

namespace entente::conventions {

// In the order of recording. Errors: DATA_LOSS.
absl::StatusOr<std::vector<v1::ClaimRevision>> RevisionsOf(
    const store::Reader& reader, const NumberedName& claim);

// Enters what `wanted` says, moves the money and settles the claims of the
// envelope anew; answers the revision with the claim after it. Errors: those of
// Revise, NOT_FOUND, ABORTED / ETAG_MISMATCH, FAILED_PRECONDITION /
// DECISION_RELIED_ON, CATEGORY_CAP_EXCEEDED, REVISIONS_TOO_MANY.
absl::StatusOr<v1::ClaimRevision> RecordRevision(
    store::Transaction& transaction, const NewRevision& wanted,
    const v1::RegulationProfile& profile, const std::string& etag,
    absl::Time now);

// OK when no line that `wanted` takes back was revised. FAILED_PRECONDITION /
// CLAIM_LINE_REVISED.
absl::Status CheckNotRevised(const store::Reader& reader,
                             const ClaimReversal& wanted);

}  // namespace entente::conventions

#endif  // SERVICES_CONVENTIONS_CLAIM_REVISION_STORE_H_
