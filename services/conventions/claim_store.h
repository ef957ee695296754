// Claims as stored, and what can still be claimed of an envelope.
//
// A claim is stored whole, with its lines, under its number. What stands in a
// claim that was not withdrawn is claimed: the store is asked for all claims of
// the convention, of which there are few.
#ifndef SERVICES_CONVENTIONS_CLAIM_STORE_H_
#define SERVICES_CONVENTIONS_CLAIM_STORE_H_

#include <cstdint>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "entente/conventions/v1/claim.pb.h"
#include "entente/conventions/v1/regulation.pb.h"
#include "services/common/store/store.h"
#include "services/conventions/federal_rules.h"
#include "services/conventions/ledger_rules.h"
#include "services/conventions/name_rules.h"

namespace entente::conventions {

// NOT_FOUND naming `name`.
absl::StatusOr<v1::Claim> FindClaim(const store::Reader& reader,
                                    const NumberedName& name);

// Puts `claim` under another etag than before.
void PutClaim(store::Transaction& transaction, v1::Claim& claim);

// A draft of everything that can be claimed of `envelope` now, without name,
// times and profile. Errors: NOT_FOUND, FAILED_PRECONDITION / CLAIM_OPEN,
// CLAIM_EMPTY, CLAIM_TOO_LARGE.
absl::StatusOr<v1::Claim> ComposeClaim(const store::Reader& reader,
                                       const EnvelopeName& envelope);

// That every line of a draft is still what its source spent.
// FAILED_PRECONDITION / CLAIM_OUTDATED.
absl::Status CheckUpToDate(const store::Reader& reader, const v1::Claim& claim);

// How far the claims of `envelope` are.
absl::StatusOr<ClaimProgress> ProgressOf(const store::Reader& reader,
                                         const EnvelopeName& envelope);

// Name of the claim that was submitted with `source` in it and not withdrawn;
// empty when there is none.
absl::StatusOr<std::string> ClaimHolding(const store::Reader& reader,
                                         const EnvelopeName& envelope,
                                         const std::string& source);

// Moves every decided claim of `envelope` to where its money stands: paid, in
// recovery, or waiting for the balance.
absl::Status SettleClaims(store::Transaction& transaction,
                          const EnvelopeName& envelope);

// The profile for the term of the convention. FAILED_PRECONDITION /
// NO_REGULATION_PROFILE; NOT_FOUND naming `field`.
absl::StatusOr<v1::RegulationProfile> ProfileOf(
    const store::Reader& reader, const ConventionName& name,
    const std::vector<v1::RegulationProfile>& profiles, const char* field);

}  // namespace entente::conventions

#endif  // SERVICES_CONVENTIONS_CLAIM_STORE_H_
