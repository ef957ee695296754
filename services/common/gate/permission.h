// The form of a permission: "<service>.<resources>.<verb>".
#ifndef SERVICES_COMMON_GATE_PERMISSION_H_
#define SERVICES_COMMON_GATE_PERMISSION_H_

#include "absl/strings/ascii.h"
#include "absl/strings/str_split.h"
#include "absl/strings/string_view.h"

namespace entente::gate {

// Lower case letters and underscores.
inline bool IsPermissionPart(absl::string_view part) {
  if (part.empty()) return false;
  for (char c : part) {
    if (!absl::ascii_islower(c) && c != '_') return false;
  }
  return true;
}

// Exactly three parts.
inline bool IsPermission(absl::string_view permission) {
  int parts = 0;
  for (absl::string_view part : absl::StrSplit(permission, '.')) {
    if (!IsPermissionPart(part)) return false;
    ++parts;
  }
  return parts == 3;
}

}  // namespace entente::gate

#endif  // SERVICES_COMMON_GATE_PERMISSION_H_
