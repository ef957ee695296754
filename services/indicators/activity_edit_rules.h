// What a person may say of an activity, and what an edit makes of it (AIP-134).
// Pure.
#ifndef SERVICES_INDICATORS_ACTIVITY_EDIT_RULES_H_
#define SERVICES_INDICATORS_ACTIVITY_EDIT_RULES_H_

#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "entente/indicators/v1/activity_service.pb.h"

namespace entente::indicators {

// Versions of an activity that edits may make; it can be withdrawn beyond. What
// is edited more often is entered by a program that should deliver batches.
inline constexpr int kActivityVersionsMax = 100;

// The fields that a person says; all others follow.
const std::vector<std::string>& SaidFields();

// `activity` without what it must not or need not say: other fields, unknown
// ones too.
entente::indicators::v1::Activity SaidOf(
    const entente::indicators::v1::Activity& activity);

// What `request` makes of `standing`: only what a person says is left in it.
// Errors: INVALID_ARGUMENT / UPDATE_MASK_INVALID.
absl::StatusOr<entente::indicators::v1::Activity> Edited(
    const entente::indicators::v1::UpdateActivityRequest& request,
    const entente::indicators::v1::Activity& standing);

// Whether two activities say the same.
bool SaysTheSame(const entente::indicators::v1::Activity& a,
                 const entente::indicators::v1::Activity& b);

}  // namespace entente::indicators

#endif  // SERVICES_INDICATORS_ACTIVITY_EDIT_RULES_H_
