// What AmendmentService and ReviewService accept, and how an amendment moves
// on. Pure.
//
//               PROPOSED   APPROVED   APPLIED   WITHDRAWN
//   approve     APPROVED
//   apply                  APPLIED
//   withdraw    WITHDRAWN  WITHDRAWN
#ifndef SERVICES_CONVENTIONS_AMENDMENT_RULES_H_
#define SERVICES_CONVENTIONS_AMENDMENT_RULES_H_

#include <set>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "entente/conventions/v1/amendment_service.pb.h"
#include "entente/conventions/v1/life_records.pb.h"
#include "entente/conventions/v1/regulation.pb.h"
#include "services/conventions/name_rules.h"

namespace entente::conventions {

enum class AmendmentAct { kApprove, kApply, kWithdraw };

// The state after `act`. FAILED_PRECONDITION / AMENDMENT_STATE for what the
// table does not name.
absl::StatusOr<v1::Amendment::State> NextState(const v1::Amendment& amendment,
                                               AmendmentAct act);

// The fields of a proposal, without looking at the convention. INVALID_ARGUMENT
// naming the change: "amendment.changes[2].node.text".
absl::StatusOr<ConventionName> ValidateCreateAmendment(
    const v1::CreateAmendmentRequest& request);

// Gives ids to the nodes that `amendment` adds, counted on in `head` from what
// `nodes` and earlier proposals took, and puts them where "#2" stands.
// INVALID_ARGUMENT / UNKNOWN_NODE for a "#2" that no earlier change adds.
absl::Status GiveNodeIds(const v1::Convention& convention, v1::LifeHead& head,
                         v1::Amendment& amendment);

// Every measure that a change names is among `codes`. UNKNOWN_MEASURE.
absl::Status CheckMeasures(const v1::Amendment& amendment,
                           const std::set<std::string>& codes);

// Whether the regulation profile lets the proposer approve; null: no profile.
bool RequiresTwoPersons(const v1::RegulationProfile* profile);

}  // namespace entente::conventions

#endif  // SERVICES_CONVENTIONS_AMENDMENT_RULES_H_
