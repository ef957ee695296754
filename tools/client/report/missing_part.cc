#include "tools/client/report/missing_part.h"

#include <map>
#include <memory>

#include "absl/strings/str_cat.h"
#include "services/common/gate/policy.h"
#include "tools/client/report/shipped_policy.h"

namespace entente::client {
namespace {

const gate::Policy& ShippedPolicy() {
  // It is parsed by a test as well: a file that is no policy fails there.
  static const auto* const kPolicy = new std::shared_ptr<const gate::Policy>(
      *gate::Policy::Parse(kShippedPolicy, "deploy/dev/policy.textproto"));
  return **kPolicy;
}

void Append(const Sentence& more, absl::string_view separator, Sentence& list) {
  const auto append = [&](const std::string& text, std::string& to) {
    absl::StrAppend(&to, to.empty() ? "" : separator, text);
  };
  append(more.en, list.en);
  append(more.fr, list.fr);
  append(more.nl, list.nl);
}

Sentence Forbidden(const MissingPart& missing) {
  Sentence roles;
  for (const std::string& role : RolesThatHold(missing.permission)) {
    Append(RoleName(role), ", ", roles);
  }
  if (roles.en.empty()) {
    return {"not visible to your roles", "non visible avec vos rôles",
            "niet zichtbaar met uw rollen"};
  }
  return {
      absl::StrCat("not visible to your roles; usually visible to: ", roles.en),
      absl::StrCat("non visible avec vos rôles ; visible d'ordinaire "
                   "pour : ",
                   roles.fr),
      absl::StrCat("niet zichtbaar met uw rollen; gewoonlijk zichtbaar "
                   "voor: ",
                   roles.nl)};
}

}  // namespace

MissingPart MakeMissingPart(const std::string& part, const Sentence& what,
                            const absl::Status& status) {
  MissingPart missing{.part = part, .what = what};
  const auto detail = GetErrorDetail(status);
  if (!detail) {
    missing.why.en = std::string(status.message());
    return missing;
  }
  missing.why = detail->sentence;
  const auto permission = detail->metadata.find("permission");
  if (absl::IsPermissionDenied(status) &&
      permission != detail->metadata.end()) {
    missing.permission = permission->second;
  }
  return missing;
}

std::vector<std::string> RolesThatHold(const std::string& permission) {
  std::vector<std::string> roles;
  for (const std::string& role : ShippedPolicy().RoleNames()) {
    if (ShippedPolicy().RoleMay(role, permission)) roles.push_back(role);
  }
  return roles;
}

Sentence RoleName(const std::string& code) {
  static const auto* const kNames = new std::map<std::string, Sentence>{
      {"coordinator",
       {"prevention coordinator", "coordination de la prévention",
        "preventiecoördinatie"}},
      {"finance",
       {"finance department", "service des finances", "dienst financiën"}},
      {"zone", {"police zone", "zone de police", "politiezone"}},
      {"federal", {"federal analyst", "analyste fédéral", "federaal analist"}},
      {"cell_chair",
       {"chair of the cell", "présidence de la CSIL R",
        "voorzitterschap van de LIVC R"}},
      {"cell_member",
       {"member of the cell", "membre de la CSIL R", "lid van de LIVC R"}},
      {"invited_expert",
       {"invited expert", "expert invité", "uitgenodigde deskundige"}},
      {"security_admin",
       {"security administrator", "administration de la sécurité",
        "beveiligingsbeheer"}},
      {"oversight", {"oversight", "contrôle", "toezicht"}},
      {"dpo", {"data protection officer", "DPO", "DPO"}}};
  const auto found = kNames->find(code);
  return found == kNames->end() ? Sentence{code, code, code} : found->second;
}

Sentence MissingSentence(const MissingPart& missing) {
  Sentence sentence = missing.what;
  Sentence why = missing.is_forbidden() ? Forbidden(missing) : missing.why;
  if (why.en.empty()) return sentence;
  // A service that gave English alone is still heard.
  if (why.fr.empty()) why.fr = why.en;
  if (why.nl.empty()) why.nl = why.en;
  Append(why, " – ", sentence);
  return sentence;
}

}  // namespace entente::client
