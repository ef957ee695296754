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
#include "absl/time/time.h"
#include "entente/conventions/v1/claim.pb.h"
#include "entente/conventions/v1/regulation.pb.h"
#include "google/type/date.pb.h"
#include "services/common/store/store.h"
#include "services/conventions/claim_reversal_rules.h"
#include "services/conventions/claim_rules.h"
#include "services/conventions/federal_rules.h"
#include "services/conventions/ledger_rules.h"
#include "services/conventions/name_rules.h"

namespace entente::conventions {

// NOT_FOUND naming `name`.
absl::StatusOr<v1::Claim> FindClaim(const store::Reader& reader,
                                    const NumberedName& name);

// `result`, or its refusal with the figures of the claim and its envelope.
absl::StatusOr<v1::Claim> Explained(const store::Reader& reader,
                                    const NumberedName& name,
                                    absl::StatusOr<v1::Claim> result);

// Puts `claim` under another etag than before.
void PutClaim(store::Transaction& transaction, v1::Claim& claim);

// A draft of everything that can be claimed of `envelope` now, without name,
// times and profile. Errors: NOT_FOUND, FAILED_PRECONDITION / CLAIM_OPEN,
// CLAIM_EMPTY, CLAIM_TOO_LARGE.
absl::StatusOr<v1::Claim> ComposeClaim(const store::Reader& reader,
                                       const EnvelopeName& envelope);

// That every line of a draft is still what its source spent.
// FAILED_PRECONDITION / CLAIM_OUTDATED.
absl::Status CheckStillSpent(const store::Reader& reader,
                             const v1::Claim& claim);

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

// After a payment of the State was reversed, or what it grants has changed: a
// paid claim waits for its money again when the payments that are left, the
// earliest claims first, do not reach it; then as SettleClaims.
absl::Status SettleClaimsAnew(store::Transaction& transaction,
                              const EnvelopeName& envelope);

// Posts one movement of `type` on every line of `cents` that has any. Errors:
// those of Post.
absl::Status PostOnLines(store::Transaction& transaction,
                         v1::LedgerEntry::Type type, const CentsByLine& cents,
                         const std::string& cause,
                         const google::type::Date& effective_date,
                         absl::Time now);

// Decides lines of a claim, posts what was accepted and what not, and settles
// the envelope's claims. Errors: NOT_FOUND, ABORTED / ETAG_MISMATCH (an empty
// `etag` passes), those of Decide and Post.
absl::StatusOr<v1::Claim> RecordVerdict(store::Transaction& transaction,
                                        const ClaimVerdict& verdict,
                                        const std::string& etag,
                                        absl::Time now);

// Takes decisions back, posts that, and settles the envelope's claims anew.
// Errors: NOT_FOUND, ABORTED / ETAG_MISMATCH, those of ReverseDecisions,
// CheckNotReliedOn and Post; FAILED_PRECONDITION / UNDO_BEFORE_UNDONE when the
// clock stands before the recording of the last decision.
absl::StatusOr<v1::Claim> RecordReversal(store::Transaction& transaction,
                                         const ClaimReversal& wanted,
                                         const std::string& etag,
                                         absl::Time now);

// The claim as it is read alone, with what follows from its envelope and is not
// stored with it.
absl::StatusOr<v1::Claim> AsRead(const store::Reader& reader, v1::Claim claim);

// Fills what follows from the envelope and is not stored with the claim.
void AddRecoverable(const Balances& envelope, v1::Claim& claim);

// The claim as a mutation answers it, with its envelope's position.
absl::StatusOr<v1::Claim> AnswerOf(const store::Reader& reader,
                                   v1::Claim claim);

// The profile for the term of the convention. FAILED_PRECONDITION /
// NO_REGULATION_PROFILE; NOT_FOUND naming `field`.
absl::StatusOr<v1::RegulationProfile> ProfileOf(
    const store::Reader& reader, const ConventionName& name,
    const std::vector<v1::RegulationProfile>& profiles, const char* field);

}  // namespace entente::conventions

#endif  // SERVICES_CONVENTIONS_CLAIM_STORE_H_
