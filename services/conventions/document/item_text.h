// How the lines of one statement hang together.
#ifndef SERVICES_CONVENTIONS_DOCUMENT_ITEM_TEXT_H_
#define SERVICES_CONVENTIONS_DOCUMENT_ITEM_TEXT_H_

#include <string>

#include "absl/strings/string_view.h"

namespace entente::conventions {

// True when the first letter is lower case: such a line goes on.
bool StartsInLowerCase(absl::string_view text);

// True when any letter is lower case.
bool HasLowerCase(absl::string_view text);

// True when a text cannot end here: after a comma, a dash, an article or a
// preposition in French or Dutch.
bool EndsOpen(absl::string_view text);

// True for "..." and "…" at the end.
bool EndsWithEllipsis(absl::string_view text);

// `before` and the line that continues it. A dash at the end is kept as it is
// printed: whether it divides a word or joins two cannot be told.
std::string JoinWrapped(absl::string_view before, absl::string_view after);

// Whether a result begins like something counted: "Nombre de", "Aantal".
// `folded` is FoldText of it.
bool IsCountable(absl::string_view folded);

}  // namespace entente::conventions

#endif  // SERVICES_CONVENTIONS_DOCUMENT_ITEM_TEXT_H_
