// The caps and evidence rules of cost categories (category_rules.h), asked of
// what is stored. Nothing is read where no profile has such a rule.
#ifndef SERVICES_CONVENTIONS_CATEGORY_STORE_H_
#define SERVICES_CONVENTIONS_CATEGORY_STORE_H_

#include <cstdint>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "entente/conventions/v1/claim.pb.h"
#include "entente/conventions/v1/regulation.pb.h"
#include "services/common/store/store.h"
#include "services/conventions/claim_reversal_rules.h"
#include "services/conventions/name_rules.h"

namespace entente::conventions {

// Whether `cents` more of `envelope` may be allotted to lines of `category`.
// Errors: those of CheckCategoryCap naming `field`, NOT_FOUND.
absl::Status CheckAllotmentCap(const store::Reader& reader,
                               const v1::RegulationProfile& profile,
                               const EnvelopeName& envelope,
                               const std::string& category, int64_t cents,
                               const char* field);

// Takes out of a draft what its category cannot take any more beside what other
// claims of its envelope hold, and notes it as left out. FAILED_PRECONDITION /
// CATEGORY_CAP_EXCEEDED when nothing is left in it.
absl::Status LeaveOutBeyondCaps(const store::Reader& reader,
                                const v1::RegulationProfile& profile,
                                v1::Claim& claim);

// Whether a draft may be claimed beside what other claims of its envelope hold
// and what was not refused of them. Errors: as above, field "name".
absl::Status CheckClaimCaps(const store::Reader& reader,
                            const v1::RegulationProfile& profile,
                            const v1::Claim& claim);

// Whether the claims of an envelope hold no more of a category than its cap,
// after decisions of `claim` that found something ineligible were taken back:
// another claim may have taken that since. Errors: as above, field "sources".
absl::Status CheckCapsStillHold(const store::Reader& reader,
                                const v1::RegulationProfile& profile,
                                const ClaimReversal& reversal,
                                const v1::Claim& claim);

// The same of what is `back`, by budget line of `envelope`: no longer
// ineligible, as the ledger has it already. Errors: as above, `field`.
absl::Status CheckCapsHoldFor(const store::Reader& reader,
                              const v1::RegulationProfile& profile,
                              const CentsByLine& back,
                              const EnvelopeName& envelope, const char* field);

// Whether evidence of `kind` proves an expense of `category`. Errors: those of
// CheckEvidenceKind.
absl::Status CheckProof(const store::Reader& reader,
                        const ConventionName& convention,
                        const std::vector<v1::RegulationProfile>& profiles,
                        const std::string& category, v1::Evidence::Kind kind);

}  // namespace entente::conventions

#endif  // SERVICES_CONVENTIONS_CATEGORY_STORE_H_
