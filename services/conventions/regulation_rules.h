// Which regulation profile applies, and what a profile must hold. Pure.
#ifndef SERVICES_CONVENTIONS_REGULATION_RULES_H_
#define SERVICES_CONVENTIONS_REGULATION_RULES_H_

#include <vector>

#include "absl/status/status.h"
#include "entente/conventions/v1/regulation.pb.h"

namespace entente::conventions {

// OK when the profile has an id, a source, a validity, at least one category
// with a usable, unique code and titles in French and Dutch, and a deadline
// that is a day, with the fate of late claims. A profile without a validity is
// tied to no decree: it serves terms that no other covers, and nothing in it
// may be marked verified. Instalments have a kind and are together at most the
// grant; the version is not below zero. Errors: FAILED_PRECONDITION with a
// sentence for the operator.
absl::Status ValidateRegulationProfile(const v1::RegulationProfile& profile);

// OK when ids are unique, no two validities overlap and at most one profile has
// none.
absl::Status ValidateRegulationProfiles(
    const std::vector<v1::RegulationProfile>& profiles);

// The profile valid on `day`, else the one without a validity; null when there
// is neither.
const v1::RegulationProfile* FindRegulationProfile(
    const std::vector<v1::RegulationProfile>& profiles,
    const google::type::Date& day);

// Which text it is, for the record of what it decided.
v1::RegulationText TextOf(const v1::RegulationProfile& profile);

}  // namespace entente::conventions

#endif  // SERVICES_CONVENTIONS_REGULATION_RULES_H_
