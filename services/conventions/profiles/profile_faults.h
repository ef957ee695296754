// What is said of a contract profile that is not complete. Pure.
#ifndef SERVICES_CONVENTIONS_PROFILES_PROFILE_FAULTS_H_
#define SERVICES_CONVENTIONS_PROFILES_PROFILE_FAULTS_H_

#include <cstddef>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"

namespace entente::conventions {

inline constexpr size_t kProfileCodeBytesMax = 64;

// INVALID_ARGUMENT / PROFILE_INVALID: `field` and what would be right.
absl::Status InvalidProfile(absl::string_view field, absl::string_view en,
                            absl::string_view fr, absl::string_view nl);

// The same: French and Dutch text is needed.
absl::Status ProfileTextMissing(absl::string_view field);

// 1 to 64 lower-case letters, digits and "_".
bool IsProfileCode(absl::string_view code);

// Of a LocalizedText: French and Dutch are there.
template <typename Text>
bool IsBilingual(const Text& text) {
  return !text.fr().empty() && !text.nl().empty();
}

}  // namespace entente::conventions

#endif  // SERVICES_CONVENTIONS_PROFILES_PROFILE_FAULTS_H_
