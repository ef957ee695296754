#include "services/common/gate/claim_path.h"

#include <algorithm>

#include "absl/strings/str_cat.h"

namespace entente::gate {
namespace {

constexpr size_t kNamesMax = 8;

}  // namespace

absl::StatusOr<std::vector<std::string>> ParseClaimPath(
    absl::string_view text) {
  std::vector<std::string> names(1);
  bool is_sound = true;
  for (size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '.') {
      names.emplace_back();
    } else if (text[i] == '\\') {
      is_sound = is_sound && i + 1 < text.size() && text[i + 1] == '.';
      names.back() += '.';
      ++i;
    } else {
      names.back() += text[i];
    }
  }
  const bool is_named =
      std::none_of(names.begin(), names.end(),
                   [](const std::string& name) { return name.empty(); });
  if (!is_sound || !is_named || names.size() > kNamesMax) {
    return absl::FailedPreconditionError(absl::StrCat(
        "The claim ", text, " is not a path of 1 to ", kNamesMax,
        " names joined by dots; write \\. for a dot within a name, for ",
        "example resource_access.my\\.client.roles."));
  }
  return names;
}

absl::StatusOr<const nlohmann::json*> FindClaim(
    const nlohmann::json& claims, const std::vector<std::string>& path) {
  const nlohmann::json* found = &claims;
  for (const std::string& name : path) {
    if (!found->is_object()) {
      return absl::UnauthenticatedError("roles_malformed");
    }
    const auto member = found->find(name);
    if (member == found->end()) return nullptr;
    found = &*member;
  }
  return found;
}

}  // namespace entente::gate
