// What a key id may look like: it reaches logs and maps, never a path or query.
#ifndef SERVICES_COMMON_GATE_KID_H_
#define SERVICES_COMMON_GATE_KID_H_

#include "absl/strings/ascii.h"
#include "absl/strings/string_view.h"

namespace entente::gate {

// 1 to 128 letters, digits, '-', '_' or single inner dots.
inline bool IsValidKid(absl::string_view kid) {
  if (kid.empty() || kid.size() > 128) return false;
  bool was_dot = true;
  for (char c : kid) {
    const bool is_dot = c == '.';
    if (is_dot && was_dot) return false;
    if (!is_dot && !absl::ascii_isalnum(c) && c != '-' && c != '_') {
      return false;
    }
    was_dot = is_dot;
  }
  return !was_dot;
}

}  // namespace entente::gate

#endif  // SERVICES_COMMON_GATE_KID_H_
