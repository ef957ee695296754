// Versions of a record, of systems that export a corrected one under its old
// id. Versions may come in any order, and the first one not at all, so a record
// of version 4 is delivered as the rows
//
//   id of 1                 a new event      CREATED, or DUPLICATE when known
//   id of 2, replaces 1     a correction     DUPLICATE when known, else
//   id of 3, replaces 1     likewise         UPDATED or UNCHANGED
//   id of 4, replaces 1     likewise
//
// each with the figures of version 4. The service remembers the id of every row
// that it takes: a version below it that comes later is known in all of its
// rows, and moves nothing. So the highest one delivered counts, once. Pure.
#ifndef TOOLS_CLIENT_DELIVERY_REVISION_RULES_H_
#define TOOLS_CLIENT_DELIVERY_REVISION_RULES_H_

#include <optional>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"

namespace entente::client {

// Versions that a record may have: each is a row.
inline constexpr int kRevisionsMax = 50;

// Version of a record that corrects nothing, where the mapping says none.
inline constexpr char kFirstRevision[] = "1";

// Whether versions can be counted up from `first`: 1 to 9 digits.
bool IsFirstRevision(absl::string_view first);

// The versions after `first` up to `revision`, as records say them: of "4"
// after "1" those are "2", "3" and "4". They are at least as wide as `first`:
// after "01" comes "02". nullopt when `first` is none, when `revision` is
// written otherwise or comes before it, and beyond kRevisionsMax.
std::optional<std::vector<std::string>> RevisionsAfter(
    absl::string_view first, absl::string_view revision);

}  // namespace entente::client

#endif  // TOOLS_CLIENT_DELIVERY_REVISION_RULES_H_
