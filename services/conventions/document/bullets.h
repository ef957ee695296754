// What begins an item of a list.
#ifndef SERVICES_CONVENTIONS_DOCUMENT_BULLETS_H_
#define SERVICES_CONVENTIONS_DOCUMENT_BULLETS_H_

#include <optional>
#include <string>

#include "absl/strings/string_view.h"

namespace entente::conventions {

// The text behind a bullet of `line` (CleanText form), empty for a bullet that
// stands alone; nullopt when the line begins with none. Bullets: - – — • * o
// and the signs that word processors draw for them. A letter right behind a
// dash or dot is taken, behind "o" a space must come first.
std::optional<absl::string_view> ReadBullet(absl::string_view line);

// The text behind "1)", "2." or "a)". Only inside a list.
std::optional<absl::string_view> ReadNumberedBullet(absl::string_view line);

}  // namespace entente::conventions

#endif  // SERVICES_CONVENTIONS_DOCUMENT_BULLETS_H_
