#include "services/common/gate/spiffe.h"

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "absl/strings/strip.h"

namespace entente::gate {

bool IsSpiffeId(absl::string_view id, absl::string_view trust_domain) {
  if (id.size() > kSpiffeIdBytesMax || trust_domain.empty()) return false;
  if (!absl::ConsumePrefix(&id, "spiffe://")) return false;
  if (!absl::ConsumePrefix(&id, trust_domain)) return false;
  if (!absl::ConsumePrefix(&id, "/")) return false;
  for (absl::string_view segment : absl::StrSplit(id, '/')) {
    if (segment.empty() || segment == "." || segment == "..") return false;
    for (char c : segment) {
      if (!absl::ascii_islower(c) && !absl::ascii_isdigit(c) && c != '-' &&
          c != '_' && c != '.') {
        return false;
      }
    }
  }
  return true;
}

bool IsServiceId(absl::string_view id, absl::string_view trust_domain,
                 absl::string_view name) {
  return IsSpiffeId(id, trust_domain) &&
         id == absl::StrCat("spiffe://", trust_domain, "/svc/", name);
}

}  // namespace entente::gate
