// What is said of a contract profile that is not complete, and where in it.
// Pure.
#ifndef SERVICES_CONVENTIONS_PROFILES_PROFILE_FAULTS_H_
#define SERVICES_CONVENTIONS_PROFILES_PROFILE_FAULTS_H_

#include <cstddef>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "entente/conventions/v1/measure.pb.h"

namespace entente::conventions {

inline constexpr size_t kProfileCodeBytesMax = 64;

// One field on the way to a fault; `index`, from 0, where it is repeated.
struct ProfileStep {
  // A literal: it is not copied.
  absl::string_view field;
  int index = -1;
};

// A fault and where it stands, from the profile down. The last steps may name
// what is not there: then it is lacking in what stands before them.
struct ProfileFault {
  std::vector<ProfileStep> place;
  absl::Status status;
};
using ProfileFaults = std::vector<ProfileFault>;

// Every fault of `profile`; the first is that of ValidateProfile.
ProfileFaults FindProfileFaults(const v1::ContractProfile& profile);

// INVALID_ARGUMENT / PROFILE_INVALID: `field` and what would be right.
absl::Status InvalidProfile(absl::string_view field, absl::string_view en,
                            absl::string_view fr, absl::string_view nl);

// The same: French and Dutch text is needed.
absl::Status ProfileTextMissing(absl::string_view field);

// INVALID_ARGUMENT / PROFILE_INVALID: nobody is said to have reviewed it. The
// service reads such a profile, and lets no convention adopt it.
absl::Status ProfileReviewMissing();

// 1 to 64 lower-case letters, digits and "_".
bool IsProfileCode(absl::string_view code);

// Of a LocalizedText: French and Dutch are there.
template <typename Text>
bool IsBilingual(const Text& text) {
  return !text.fr().empty() && !text.nl().empty();
}

}  // namespace entente::conventions

#endif  // SERVICES_CONVENTIONS_PROFILES_PROFILE_FAULTS_H_
