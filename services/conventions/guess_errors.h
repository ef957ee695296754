// Every refusal about a measure whose kind was guessed, by name. Pure.
#ifndef SERVICES_CONVENTIONS_GUESS_ERRORS_H_
#define SERVICES_CONVENTIONS_GUESS_ERRORS_H_

#include "absl/status/status.h"
#include "absl/strings/string_view.h"

namespace entente::conventions {

// INVALID_ARGUMENT / FIELD_REQUIRED: a guess is resolved by naming the kind.
absl::Status KindNotNamed(absl::string_view field);
// INVALID_ARGUMENT / DIRECTION_UNKNOWN: better is neither more nor less where
// `is_wanted`, or is said of a kind that has no direction.
absl::Status DirectionUnknown(absl::string_view field, bool is_wanted);
// INVALID_ARGUMENT / FIELD_NOT_ALLOWED: such figures are never added.
absl::Status NotAddedAnyway(absl::string_view field);
// INVALID_ARGUMENT / FIELD_NOT_ALLOWED: the finding is about no guess.
absl::Status KindOfNoGuess(absl::string_view field);

}  // namespace entente::conventions

#endif  // SERVICES_CONVENTIONS_GUESS_ERRORS_H_
